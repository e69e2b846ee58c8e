-- severity: error
-- says: A site's threads show no less than half of the comments that they showed when they were last read.
with recent as (
    select run_id
    from meta.run
    where loaded and run_id < getvariable('run_id')
    order by run_id desc
    limit 14
),
before as (
    select
        title_id,
        arg_max(read, run_id) as read
    from thread_read
    where run_id in (select run_id from recent)
        and read is not null
    group by title_id
),
by_site as (
    select
        thread_read.site_id,
        sum(before.read) as read_before,
        sum(thread_read.read) as read_now
    from thread_read
    join before using (title_id)
    where thread_read.run_id = getvariable('run_id')
        and thread_read.read is not null
    group by thread_read.site_id
)
select *
from by_site
where read_before >= 10
    and read_now * 2 < read_before
order by site_id
