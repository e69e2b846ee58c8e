-- one row per site, stage and reason over all runs up to this one, newest first
select
    coalesce(site_id, '') as site_id,
    stage,
    reason,
    count(*) as rejects,
    max(run_id) as last_run_id,
    arg_max(left(raw, 300), (run_id, raw)) as sample
from reject
where run_id <= $run
group by all
order by last_run_id desc, rejects desc, stage, reason;
