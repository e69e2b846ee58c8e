-- severity: error
-- says: A comment's page is a capture that we hold.
select
    capture_id,
    count(*) as comments
from brought_comment
where capture_id not in (
    select capture_id
    from meta.capture
    semi join brought_comment using (capture_id)
)
group by capture_id
order by capture_id
