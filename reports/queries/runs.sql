-- one row per run up to this one, oldest first
select
    run_id,
    night,
    outcome,
    partial,
    error,
    loaded,
    started_at,
    ended_at
from meta.run
where run_id <= $run
order by run_id;
