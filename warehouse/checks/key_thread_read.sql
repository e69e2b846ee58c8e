-- severity: block
-- says: A thread is read at most once in a run.
select
    title_id,
    count(*) as reads
from thread_read
where run_id = getvariable('run_id')
group by title_id
having count(*) > 1
order by title_id
