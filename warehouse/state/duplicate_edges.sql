-- verified pairs of like texts
select
    body_id_a,
    body_id_b,
    similarity,
    containment,
    rule
from meta.duplicate_edge
order by body_id_a, body_id_b
