-- what earlier runs left in their facts; a run is loaded where its rows are in this file
create or replace temp table renewed_run as
select
    fact_run.*,
    coalesce(run.loaded, false) as loaded
from fact_run
left join meta.run as run using (run_id)
where run.run_id is null
    or run.outcome is distinct from fact_run.outcome
    or run.ended_at is distinct from fact_run.ended_at
    or run.error is distinct from fact_run.error;

delete from meta.run
where run_id in (select run_id from renewed_run);

insert into meta.run by name
select *
from renewed_run
order by run_id;

delete from meta.step
where run_id in (select run_id from renewed_run);

insert into meta.step by name
select *
from fact_step
where run_id in (select run_id from renewed_run)
order by run_id, ordinal;
