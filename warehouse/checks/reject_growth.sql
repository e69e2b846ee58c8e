-- severity: warn
-- says: A site brings no more than twice the rejects of the nights before.
with recent as (
    select run_id
    from meta.run
    where loaded and run_id < getvariable('run_id')
    order by run_id desc
    limit 7
),
counted as (
    select
        site_id,
        count(*) filter (where run_id = getvariable('run_id')) as rejects,
        count(*) filter (where run_id <> getvariable('run_id')) / (select count(*) from recent) as rejects_before
    from reject
    where run_id = getvariable('run_id')
        or run_id in (select run_id from recent)
    group by site_id
)
select *
from counted
where rejects >= 20
    and rejects > 2 * rejects_before
    and exists (from recent)
order by site_id
