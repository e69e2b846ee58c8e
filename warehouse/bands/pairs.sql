with pair as (
    select one, other from near
    union
    select one, other from within
),
named as (
    select a.body_id as body_id_a, b.body_id as body_id_b, a.number as number_a, b.number as number_b
    from pair
    join body as a on a.number = pair.one
    join body as b on b.number = pair.other
)
select
    least(body_id_a, body_id_b) as body_id_a,
    greatest(body_id_a, body_id_b) as body_id_b,
    if(body_id_a < body_id_b, number_a, number_b) as number_a,
    if(body_id_a < body_id_b, number_b, number_a) as number_b
from named
order by body_id_a, body_id_b
