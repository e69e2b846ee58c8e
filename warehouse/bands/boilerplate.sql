-- blocks that stand in many otherwise unlike texts (signatures, notices), in the texts asked for (asked_id)
with asked as (
    select body.number, body.body_id from body semi join asked_id using (body_id)
),
in_question as (
    select distinct key from block semi join asked using (number) where words <= $longest
),
carried as (
    select distinct block.key, block.number from block semi join in_question using (key)
),
often as (
    select key from carried group by key having count(*) >= $carriers
),
carrier as (
    select carried.key, carried.number from carried semi join often using (key)
),
rest as (
    select distinct carrier.key, carrier.number, block.key as other
    from carrier
    join block using (number)
    where block.key <> carrier.key
),
shared_rest as (
    select key, other, count(*) as texts from rest group by all
),
-- a text whose other lines stand beside the block here alone says something of its own
own as (
    select rest.key, rest.number
    from rest
    join shared_rest using (key, other)
    group by all
    having avg((shared_rest.texts = 1)::integer) > 0.5
),
boilerplate as (
    select key from own group by key having count(*) >= $carriers
)
select asked.body_id, block.key, sum(block.words)::uinteger as words
from asked
join block using (number)
semi join boilerplate using (key)
group by all
order by all
