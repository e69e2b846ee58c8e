-- threads that runs of a night have loaded
select
    thread_read.title_id,
    thread_read.site_id,
    max(thread_read.read_at) as read_at,
    arg_max(thread_read.complete, thread_read.read_at) as complete
from thread_read
join meta.run as run using (run_id)
where run.night = $night
group by thread_read.title_id, thread_read.site_id
order by thread_read.title_id
