-- pairs of texts (edge) that share a crowded key: whether they count now depends on who else holds it
with member as (
    select 'band' as kind, key, number from band semi join (select key from crowd where kind = 'band') using (key)
    union all
    select 'mark', key, number from mark semi join (select key from crowd where kind = 'mark') using (key)
),
named as (
    select member.kind, member.key, body.body_id from member join body using (number)
)
select distinct edge.body_id_a, edge.body_id_b
from edge
join named as a on a.body_id = edge.body_id_a
join named as b on b.body_id = edge.body_id_b and b.kind = a.kind and b.key = a.key
