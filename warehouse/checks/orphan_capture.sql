-- severity: error
-- says: A comment's page is a capture that we hold.
with used as (
    select
        capture_id,
        count(*) as comments
    from comment_revision
    where run_id = getvariable('run_id')
    group by capture_id
)
select
    capture_id,
    comments
from used
where capture_id not in (
    select capture_id
    from meta.capture
    where capture_id in (select capture_id from used)
)
order by capture_id
