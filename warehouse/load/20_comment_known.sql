-- the comments standing in threads read anew, each once: the fullest, then the newest sight of it. Threads that a
-- newer read has already told of are left out.
create or replace temp table picked as
select *
from staged_comment
where (author is null or author not in (select author from suppressed))
    and title_id not in (select title_id from staged_thread_read anti join read_thread using (title_id))
qualify row_number() over (
    partition by comment_id
    order by coalesce(truncated, false), observed_at desc, capture_id desc, position, body_id
) = 1;

-- what the warehouse holds of them, and of whatever else stood in those threads
create or replace temp table known as
with concerned as (
    select *
    from comment_revision
    where comment_id in (select comment_id from picked)
    union all
    select *
    from comment_revision
    where title_id in (select title_id from read_thread where not is_unchanged)
        and comment_id not in (select comment_id from picked)
),
final as (
    select
        concerned.*,
        case
            when concerned.posted_local is not null then [concerned.posted_local]
            else list_filter(
                list_transform(concerned.posted_readings, lambda x: try_cast(left(x, 19) as timestamp)),
                lambda x: x is not null
            )
        end as moments,
        absence.comment_id is not null as is_absent,
        absence.gone_at is not null as is_gone
    from concerned
    anti join meta.comment_superseded as superseded using (revision_id)
    left join (select * from meta.absence where back_at is null) as absence on absence.comment_id = concerned.comment_id
)
select * from final;
