-- severity: warn
-- says: Runs are loaded in time order.
select
    run_id,
    started_at
from meta.run
where loaded
    and run_id > getvariable('run_id')
order by run_id
