-- severity: block
-- says: A text stands once, and its id belongs to no other text.
with concerned as (
    select distinct body_id
    from comment_revision
    where run_id = getvariable('run_id')
)
select
    body_id,
    count(*) as texts
from body
semi join concerned using (body_id)
group by body_id
having count(*) > 1
order by body_id
