-- the run's reads, one per title: whether each is complete, and whether it saw comments at all.
-- A read is complete when its pages ended normally and it did not shrink suddenly. A fall to nothing, or to less
-- than half, is believed only where the page's own count says the same; so is a read that falls short of what the
-- last complete read and the change of the count since then let us expect.
create or replace temp table read_thread as
with latest as (
    select *
    from staged_thread_read
    qualify row_number() over (
        partition by title_id
        order by read_at desc, ended_normally desc, read desc nulls last, claimed desc nulls last, pages desc
    ) = 1
),
beside as (
    select
        latest.*,
        coalesce(latest.unchanged, false) as is_unchanged,
        thread.last_read_at,
        thread.last_seen_at,
        thread.content_complete,
        thread.content_seen,
        thread.complete_read,
        thread.complete_claimed,
        coalesce(thread.complete_read, 0) + greatest(latest.claimed - thread.complete_claimed, 0) as expected
    from latest
    left join meta.thread as thread using (title_id)
    where thread.last_read_at is null or latest.read_at > thread.last_read_at
),
judged as (
    select
        *,
        case
            when not coalesce(ended_normally, false) then coalesce(reason, 'the pages did not end normally')
            when is_unchanged and content_complete is null then 'unchanged, but never read'
            when is_unchanged and not content_complete then 'unchanged since an incomplete read'
            when is_unchanged then null
            when read is null then coalesce(reason, 'nothing was read')
            when read = 0 and complete_read > 0 and claimed is distinct from 0
                then format('fell from {} comments to none', complete_read)
            when complete_read >= 4 and read * 2 < complete_read and (claimed is null or claimed > read * 1.1 + 1)
                then format('fell from {} comments to {}', complete_read, read)
            when complete_read is null and claimed > 4 and read * 2 < claimed
                then format('read {} of {} claimed', read, claimed)
            when complete_claimed is not null and claimed >= complete_claimed
                and read < expected * 0.8 and expected - read > 2
                then format('read {} where {} were expected', read, expected)
        end as why_incomplete
    from beside
)
select
    * exclude (why_incomplete, expected),
    why_incomplete is null as is_complete,
    case when is_unchanged then coalesce(content_seen, false) else coalesce(read, 0) > 0 end as is_seeing,
    coalesce(why_incomplete, reason) as why
from judged;
