-- all pairs of an asked text (asked_id) and any text here that may be alike: tables near and within, each pair once
create or replace temp table asked as
select body.number from body semi join asked_id using (body_id);

-- the keys that an asked text shares with others
create or replace temp table shared_band as
select key, count(*) as texts
from band
semi join (select key from band semi join asked using (number)) using (key)
group by key
having count(*) > 1;

create or replace temp table shared_mark as
select key, count(*) as texts
from mark
semi join (select key from mark semi join asked using (number)) using (key)
group by key
having count(*) > 1;

create or replace temp table held_band as
select band.key, band.number, shared_band.texts > $crowd as crowded, asked.number is not null as asked
from band
join shared_band using (key)
left join asked using (number);

create or replace temp table held_mark as
select mark.key, mark.number, shared_mark.texts > $small_crowd as crowded, asked.number is not null as asked
from mark
join shared_mark using (key)
left join asked using (number);

-- a key that very many texts share says little: they are held against the few least ones of them only, chosen by
-- properties of the texts, so that the order of arrival does not matter
create or replace temp table least_band as
select held_band.key, unnest(arg_min(held_band.number, body.body_id, 3)) as number
from held_band
join body using (number)
where held_band.crowded
group by held_band.key;

create or replace temp table least_mark as
select held_mark.key, unnest(arg_min(held_mark.number, lpad(body.words::varchar, 8, '0') || body.body_id, 2)) as number
from held_mark
join body using (number)
where held_mark.crowded
group by held_mark.key;

create or replace temp table near as
with pair as (
    select a.number as one, b.number as other
    from held_band as a
    join held_band as b using (key)
    where not a.crowded and a.asked and (a.number < b.number or not b.asked)
    union all
    select held_band.number as one, least_band.number as other
    from held_band
    join least_band using (key)
    where held_band.asked and held_band.number <> least_band.number
    union all
    select least_band.number as one, held_band.number as other
    from least_band
    semi join asked using (number)
    join held_band using (key)
    where not held_band.asked
)
select distinct least(one, other) as one, greatest(one, other) as other from pair;

-- a text that stands in another shares most of its fingerprints with it
create or replace temp table within as
with pair as (
    select a.number as one, b.number as other, 1 as plain
    from held_mark as a
    join held_mark as b using (key)
    where not a.crowded and a.asked and (a.number < b.number or not b.asked)
    union all
    select distinct on (key, least(one, other), greatest(one, other)) one, other, 0 as plain
    from (
        select key, held_mark.number as one, least_mark.number as other
        from held_mark
        join least_mark using (key)
        where held_mark.asked and held_mark.number <> least_mark.number
        union all
        select key, least_mark.number as one, held_mark.number as other
        from least_mark
        semi join asked using (number)
        join held_mark using (key)
        where not held_mark.asked
    )
),
summed as (
    select least(one, other) as one, greatest(one, other) as other, sum(plain) as plain, count(*) as shared
    from pair
    group by all
)
select summed.one, summed.other
from summed
join body as a on a.number = summed.one
join body as b on b.number = summed.other
where
    summed.shared >= least(least(a.marks, b.marks)::integer - 1, ceil(0.4 * least(a.marks, b.marks)))
    and (summed.plain > 0 or summed.shared >= 0.6 * least(a.marks, b.marks));
