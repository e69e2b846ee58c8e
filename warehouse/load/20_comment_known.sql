-- the comments standing in threads read anew, each once: the fullest, then the newest sight of it. Threads that a
-- newer read has already told of are left out.
create or replace temp table shown_twice as
select comment_id
from staged_comment
group by comment_id
having count(*) > 1;

create or replace temp view picked as
with accepted as (
    select *
    from staged_comment
    where comment_id not in (select comment_id from suppressed_comment)
        and title_id not in (select title_id from staged_thread_read anti join read_thread using (title_id))
),
settled as (
    select *
    from accepted
    semi join shown_twice using (comment_id)
    qualify row_number() over (
        partition by comment_id
        order by coalesce(truncated, false), observed_at desc, capture_id desc, position, body_id
    ) = 1
)
select *
from accepted
anti join shown_twice using (comment_id)
union all by name
select *
from settled;

-- what the warehouse holds of them, and of whatever else stood in those threads: first which revisions, then what
-- they say, as far as it is compared
create or replace temp table concerned as
with by_comment as (
    select comment_revision.revision_id
    from comment_revision
    semi join picked using (comment_id)
),
by_title as (
    select comment_revision.revision_id
    from comment_revision
    semi join (select title_id from read_thread where not is_unchanged) as read_anew using (title_id)
)
select revision_id
from (from by_comment union from by_title)
anti join meta.comment_superseded using (revision_id);

create or replace temp table known as
select
    newest.revision_id,
    newest.comment_id,
    newest.title_id,
    newest.site_id,
    newest.revision,
    newest.observed_at,
    newest.first_seen_at,
    newest.author,
    newest.parent_comment_id,
    newest.posted_raw,
    newest.posted_machine,
    newest.rating_raw,
    newest.rating_markup,
    newest.rating_value,
    newest.rating_best,
    newest.rating_percent,
    newest.body_id,
    newest.truncated,
    absence.comment_id is not null as is_absent,
    absence.gone_at is not null as is_gone
from comment_revision as newest
semi join concerned using (revision_id)
left join (select * from meta.absence where back_at is null) as absence on absence.comment_id = newest.comment_id;
