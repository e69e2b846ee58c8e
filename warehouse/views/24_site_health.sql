-- one row per site and run: what was fetched and read, and what went wrong
create view site_health as
with read_count as (
    select
        site_id,
        run_id,
        count(*) as threads,
        count(*) filter (where complete) as complete_threads,
        count(*) filter (where unchanged) as unchanged_threads,
        sum(claimed)::bigint as claimed,
        sum(read)::bigint as read
    from thread_read
    group by all
),
reject_count as (
    select
        site_id,
        run_id,
        count(*) as rejects
    from reject
    group by all
),
change_count as (
    select
        site_id,
        run_id,
        count(*) filter (where kind = 'added' and entity = 'comment') as added,
        count(*) filter (where kind = 'edited' and entity = 'comment') as edited,
        count(*) filter (where kind = 're-rated' and entity = 'comment') as rerated,
        count(*) filter (where kind = 'gone' and entity = 'comment') as gone,
        count(*) filter (where kind = 'returned' and entity = 'comment') as returned
    from change
    group by all
),
hit_count as (
    select
        site_id,
        run_id,
        sum(hits) / nullif(sum(pages), 0) as selector_hit_rate
    from meta.selector_hit
    group by all
),
final as (
    select
        site_run.site_id,
        site_run.run_id,
        run.night,
        site_run.outcome,
        site_run.reason,
        site_run.pages_fetched,
        site_run.pages_unchanged,
        site_run.pages_failed,
        coalesce(read_count.threads, 0) as threads,
        coalesce(read_count.complete_threads, 0) as complete_threads,
        coalesce(read_count.unchanged_threads, 0) as unchanged_threads,
        read_count.claimed,
        read_count.read,
        coalesce(reject_count.rejects, 0) as rejects,
        coalesce(change_count.added, 0) as added,
        coalesce(change_count.edited, 0) as edited,
        coalesce(change_count.rerated, 0) as rerated,
        coalesce(change_count.gone, 0) as gone,
        coalesce(change_count.returned, 0) as returned,
        hit_count.selector_hit_rate
    from meta.site_run as site_run
    left join meta.run as run using (run_id)
    left join read_count using (site_id, run_id)
    left join reject_count using (site_id, run_id)
    left join change_count using (site_id, run_id)
    left join hit_count using (site_id, run_id)
)
select * from final;
