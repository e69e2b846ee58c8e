with pair as (
    select one, other from near
    union
    select one, other from within
),
neighbour as (
    select one, other from pair
    union all
    select other, one from pair
),
first_neighbour as (
    select one as number, least(one, min(other)) as first from neighbour group by one
),
named as (
    select
        least(a.body_id, b.body_id) as body_id_a,
        greatest(a.body_id, b.body_id) as body_id_b,
        least(before.first, beside.first) as family
    from pair
    join body as a on a.number = pair.one
    join body as b on b.number = pair.other
    join first_neighbour as before on before.number = pair.one
    join first_neighbour as beside on beside.number = pair.other
)
-- texts that are compared with each other come together: they are read once
select body_id_a, body_id_b from named order by family, body_id_a, body_id_b
