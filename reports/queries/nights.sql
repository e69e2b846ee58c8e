-- one row per loaded night up to this run's, newest first: what changed
with change_count as (
    select
        run_id,
        count(*) filter (where entity = 'comment' and kind = 'added') as added,
        count(*) filter (where entity = 'comment' and kind = 'edited') as edited,
        count(*) filter (where entity = 'comment' and kind = 're-rated') as rerated,
        count(*) filter (where entity = 'comment' and kind = 'gone') as gone,
        count(*) filter (where entity = 'comment' and kind = 'returned') as returned,
        count(*) filter (where entity = 'title' and kind = 'added') as titles_added,
        count(*) filter (where entity = 'title' and kind = 're-rated') as titles_rerated
    from change
    where run_id <= $run
    group by run_id
),
reject_count as (
    select
        run_id,
        count(*) as rejects
    from reject
    where run_id <= $run
    group by run_id
),
page_count as (
    select
        run_id,
        sum(pages_fetched) as fetched,
        sum(pages_unchanged) as unchanged,
        sum(pages_failed) as failed
    from meta.site_run
    where run_id <= $run
    group by run_id
),
final as (
    select
        run.night,
        max(run.run_id) as run_id,
        coalesce(sum(added), 0)::bigint as added,
        coalesce(sum(edited), 0)::bigint as edited,
        coalesce(sum(rerated), 0)::bigint as rerated,
        coalesce(sum(gone), 0)::bigint as gone,
        coalesce(sum(returned), 0)::bigint as returned,
        coalesce(sum(titles_added), 0)::bigint as titles_added,
        coalesce(sum(titles_rerated), 0)::bigint as titles_rerated,
        coalesce(sum(rejects), 0)::bigint as rejects,
        coalesce(sum(fetched), 0)::bigint as fetched,
        coalesce(sum(unchanged), 0)::bigint as unchanged,
        coalesce(sum(failed), 0)::bigint as failed
    from meta.run as run
    left join change_count using (run_id)
    left join reject_count using (run_id)
    left join page_count using (run_id)
    where run.loaded and run.run_id <= $run
    group by run.night
)
select *
from final
order by night desc
limit 30;
