-- What could not be read in the newest run, by reason?
select
    site_id,
    stage,
    reason,
    count(*) as inputs,
    left(min(raw), 200) as example
from reject
where run_id = (select max(run_id) from meta.run where loaded)
group by all
order by inputs desc, site_id, reason
