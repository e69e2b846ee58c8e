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
-- they say, so that the wide columns are read for those alone
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
    newest.* exclude (permalink, author_url, headline, helpful_raw, edited_raw, read_by, confidence, capture_id),
    case
        when newest.posted_local is not null then [newest.posted_local]
        else list_filter(
            list_transform(newest.posted_readings, lambda x: try_cast(left(x, 19) as timestamp)),
            lambda x: x is not null
        )
    end as moments,
    absence.comment_id is not null as is_absent,
    absence.gone_at is not null as is_gone
from comment_revision as newest
semi join concerned using (revision_id)
left join (select * from meta.absence where back_at is null) as absence on absence.comment_id = newest.comment_id;
