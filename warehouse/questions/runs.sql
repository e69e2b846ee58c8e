-- How did the last runs go?
select
    night,
    run.run_id,
    outcome,
    partial,
    ended_at - started_at as took,
    loaded,
    count(change.run_id) as changes,
    error
from meta.run as run
left join change using (run_id)
group by all
order by run.run_id desc
limit 30
