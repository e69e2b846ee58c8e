with pairs as (
    select one, other from near
    union
    select one, other from within
)
select
    least(a.body_id, b.body_id) as body_id_a,
    greatest(a.body_id, b.body_id) as body_id_b
from pairs
join body as a on a.number = pairs.one
join body as b on b.number = pairs.other
order by body_id_a, body_id_b
