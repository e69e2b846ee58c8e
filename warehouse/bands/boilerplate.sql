-- blocks that stand in many otherwise unlike texts (signatures, notices), each with all texts that hold it: of the
-- blocks in the texts asked for (asked_id) and those asked for themselves (asked_key)
with asked as (
    select number from body semi join asked_id using (body_id)
),
in_question as (
    select key from block semi join asked using (number) where words <= $longest
    union
    select key from asked_key
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
select block.key, body.body_id, sum(block.words)::uinteger as words, any_value(body.words) as body_words
from block
semi join boilerplate using (key)
join body using (number)
group by block.key, body.body_id
order by all
