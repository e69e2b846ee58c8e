-- the comments standing in threads read anew, each once: the fullest, then the newest sight of it. Threads that a
-- newer read has already told of are left out.
create or replace temp table told_before as
select distinct title_id
from staged_thread_read
anti join read_thread using (title_id);

create or replace temp table shown_twice as
select comment_id
from staged_comment
group by comment_id
having count(*) > 1;

create or replace temp view accepted as
select *
from staged_comment
anti join told_before using (title_id)
anti join suppressed_comment using (comment_id);

create or replace temp table settled as
select *
from accepted
semi join shown_twice using (comment_id)
qualify row_number() over (
    partition by comment_id
    order by coalesce(truncated, false), observed_at desc, capture_id desc, position, body_id
) = 1;

create or replace temp view picked as
select *
from accepted
anti join shown_twice using (comment_id)
union all by name
select *
from settled;

-- what the warehouse holds of those threads, and of whatever of them stood elsewhere before. Stored comments are read
-- here and in no later step: their number grows with the years, that of the threads read anew does not.
create or replace temp view standing as
select
    newest.* exclude (
        run_id,
        capture_id,
        site_comment_id,
        depth,
        position,
        author_url,
        permalink,
        headline,
        edited_raw,
        helpful_raw,
        read_by,
        confidence,
        changed
    ),
    absence.comment_id is not null as is_absent,
    absence.gone_at is not null as is_gone
from comment_revision as newest
anti join meta.comment_superseded using (revision_id)
left join (select * from meta.absence where back_at is null) as absence on absence.comment_id = newest.comment_id;

create or replace temp table known as
select *
from standing
semi join (select title_id from read_thread where not is_unchanged) as read_anew using (title_id);

create or replace temp table strange as
select comment_id
from picked
anti join known using (comment_id);

insert into known by name
select *
from standing
semi join strange using (comment_id);
