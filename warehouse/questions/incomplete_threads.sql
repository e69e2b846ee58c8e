-- Which threads were not read completely in the newest run, and why?
select
    thread_read.site_id,
    title.name,
    thread_read.claimed,
    thread_read.read,
    thread_read.reason,
    title.canonical_url
from thread_read
left join title using (title_id)
where not thread_read.complete
    and thread_read.run_id = (select max(run_id) from meta.run where loaded)
order by thread_read.site_id, title.name
