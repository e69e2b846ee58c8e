-- severity: warn
-- says: Every site answered.
select
    site_id,
    outcome,
    reason
from meta.site_run
where run_id = getvariable('run_id')
    and outcome in ('failed', 'blocked')
order by site_id
