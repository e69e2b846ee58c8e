-- one row per site and selector: its newest hit rate beside that of the runs before
with ranked as (
    select
        *,
        max(run_id) over (partition by site_id, profile) as newest_run_id
    from meta.selector_hit
    where run_id <= $run
),
final as (
    select
        site_id,
        profile,
        selector,
        sum(pages) filter (where run_id = newest_run_id) as pages,
        100.0 * sum(hits) filter (where run_id = newest_run_id)
            / nullif(sum(pages) filter (where run_id = newest_run_id), 0) as percent,
        100.0 * sum(hits) filter (where run_id < newest_run_id)
            / nullif(sum(pages) filter (where run_id < newest_run_id), 0) as percent_before
    from ranked
    group by all
)
select *
from final
order by site_id, profile, selector;
