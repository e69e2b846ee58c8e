-- severity: info
-- says: New comments whose date has more than one reading.
select
    site_id,
    posted_shape,
    count(*) as comments,
    min(posted_raw) as example
from comment_revision
where run_id = getvariable('run_id')
    and len(posted_readings) > 1
group by all
order by site_id, posted_shape
