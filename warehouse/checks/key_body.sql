-- severity: block
-- says: A text stands once, and its id belongs to no other text.
select
    body_id,
    count(*) as texts
from body
semi join brought_comment using (body_id)
group by body_id
having count(*) > 1
order by body_id
