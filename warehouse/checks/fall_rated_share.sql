-- severity: warn
-- says: New comments of a site carry ratings as often as those of the nights before.
with recent as (
    select run_id
    from meta.run
    where loaded and run_id < getvariable('run_id')
    order by run_id desc
    limit 14
),
share as (
    select
        site_id,
        count(*) filter (where run_id = getvariable('run_id')) as added,
        avg((percent_after is not null)::integer) filter (where run_id = getvariable('run_id')) as rated_share,
        count(*) filter (where run_id <> getvariable('run_id')) as added_before,
        avg((percent_after is not null)::integer) filter (where run_id <> getvariable('run_id')) as rated_share_before
    from change
    where entity = 'comment'
        and kind = 'added'
        and (run_id = getvariable('run_id') or run_id in (select run_id from recent))
    group by site_id
)
select *
from share
where added >= 20
    and added_before >= 20
    and rated_share < rated_share_before / 2
order by site_id
