-- all pairs of an asked text (asked, own_band, own_mark) and any text here that may be alike, each once: tables near
-- and within; twice_band and twice_mark are the keys that two asked texts share, or more

-- the keys that an asked text shares with another, asked or not, and who holds them
create or replace temp table other_band as
select key, number from band anti join asked using (number) semi join own_band using (key);

create or replace temp table held_band as
with shared as (
    select key from twice_band
    union
    select key from other_band
),
held as (
    select key, number, true as asked from own_band semi join shared using (key)
    union all
    select key, number, false from other_band
),
crowd as (
    select key from held group by key having count(*) > $crowd
)
select key, number, asked, key in (from crowd) as crowded from held;

drop table own_band;

drop table other_band;

create or replace temp table other_mark as
select key, number from mark anti join asked using (number) semi join own_mark using (key);

create or replace temp table held_mark as
with shared as (
    select key from twice_mark
    union
    select key from other_mark
),
held as (
    select key, number, true as asked from own_mark semi join shared using (key)
    union all
    select key, number, false from other_mark
),
crowd as (
    select key from held group by key having count(*) > $small_crowd
)
select key, number, asked, key in (from crowd) as crowded from held;

drop table own_mark;

drop table other_mark;

-- a key that very many texts share says little: they are held against the few shortest and longest of them only (one
-- text quoted by many, many cuts of one text), chosen by properties of the texts: the order of arrival does not matter
create or replace temp table crowd_band as
select
    held_band.key,
    held_band.number,
    held_band.asked,
    least(
        row_number() over (partition by held_band.key order by body.words, body.body_id),
        row_number() over (partition by held_band.key order by body.words desc, body.body_id)
    ) <= $leaders as leads
from held_band
join body using (number)
where held_band.crowded;

create or replace temp table crowd_mark as
select
    held_mark.key,
    held_mark.number,
    held_mark.asked,
    least(
        row_number() over (partition by held_mark.key order by body.words, body.body_id),
        row_number() over (partition by held_mark.key order by body.words desc, body.body_id)
    ) <= $leaders as leads
from held_mark
join body using (number)
where held_mark.crowded;

insert into crowd
select distinct 'band', key from crowd_band
union all
select distinct 'mark', key from crowd_mark
except
select kind, key from crowd;

create or replace temp table near as
with pair as (
    select a.number as one, b.number as other
    from held_band as a
    join held_band as b using (key)
    where not a.crowded and a.asked and (a.number < b.number or not b.asked)
    union all
    select first.number as one, crowd_band.number as other
    from crowd_band as first
    join crowd_band using (key)
    where first.leads and first.number <> crowd_band.number and (first.asked or crowd_band.asked)
)
select distinct least(one, other) as one, greatest(one, other) as other from pair;

drop table held_band;

drop table crowd_band;

-- a text that stands in another shares many of its fingerprints with it
create or replace temp table within as
with pair as (
    select a.number as one, b.number as other
    from held_mark as a
    join held_mark as b using (key)
    where not a.crowded and a.asked and (a.number < b.number or not b.asked)
    union all
    select first.number as one, crowd_mark.number as other
    from crowd_mark as first
    join crowd_mark using (key)
    where
        first.leads
        and (not crowd_mark.leads or first.number < crowd_mark.number)
        and first.number <> crowd_mark.number
        and (first.asked or crowd_mark.asked)
),
summed as (
    select least(one, other) as one, greatest(one, other) as other, count(*) as shared from pair group by all
)
select summed.one, summed.other
from summed
join body as a on a.number = summed.one
join body as b on b.number = summed.other
where summed.shared >= $shared * least(a.marks, b.marks);

drop table held_mark;

drop table crowd_mark;
