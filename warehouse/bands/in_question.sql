-- pairs of texts (edge) that count, or not, by who else holds a crowded key that they share; those only that an asked
-- text (asked_id) can have changed, and none that share a band without a crowd too
with asked as (
    select number from body semi join asked_id using (body_id)
),
touched as (
    select distinct 'band' as kind, key
    from band
    semi join asked using (number)
    where key in (select key from crowd where kind = 'band')
    union all
    select distinct 'mark', key
    from mark
    semi join asked using (number)
    where key in (select key from crowd where kind = 'mark')
),
member as (
    select 'band' as kind, key, number from band semi join (select key from touched where kind = 'band') using (key)
    union all
    select 'mark', key, number from mark semi join (select key from touched where kind = 'mark') using (key)
),
crowded as (
    select body.number, body.body_id from body where number in (select number from member)
),
numbered as (
    select edge.body_id_a, edge.body_id_b, a.number as one, b.number as other
    from edge
    join crowded as a on a.body_id = edge.body_id_a
    join crowded as b on b.body_id = edge.body_id_b
),
pair as (
    select distinct numbered.*
    from numbered
    join member as a on a.number = numbered.one
    join member as b on b.number = numbered.other and b.kind = a.kind and b.key = a.key
),
plain_band as (
    select key, number
    from band
    where
        number in (select one from pair union all select other from pair)
        and key not in (select key from crowd where kind = 'band')
),
certain as (
    select distinct pair.one, pair.other
    from pair
    join plain_band as a on a.number = pair.one
    join plain_band as b on b.number = pair.other and b.key = a.key
)
select body_id_a, body_id_b from pair anti join certain using (one, other)
