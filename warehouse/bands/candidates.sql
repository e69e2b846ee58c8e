-- all pairs of an asked text (asked_id) and any text here that may be alike, each once
create or replace temp table asked as
select body.number from body semi join asked_id using (body_id);

create or replace temp table asked_band as
select band.key, band.number from band semi join asked using (number);

create or replace temp table asked_mark as
select mark.key, mark.number from mark semi join asked using (number);

-- a key that very many texts share says little: they are held against the few least ones of them only, by
-- properties of the texts, so that the order of arrival does not matter
create or replace temp table crowded_band as
with counted as (
    select key, count(*) as texts
    from band semi join asked_band using (key)
    group by key
    having count(*) > $crowd
)
select band.key, unnest(arg_min(band.number, body.body_id, 3)) as number
from band
semi join counted using (key)
join body using (number)
group by band.key;

create or replace temp table crowded_mark as
with counted as (
    select key, count(*) as texts
    from mark semi join asked_mark using (key)
    group by key
    having count(*) > $small_crowd
)
select mark.key, unnest(arg_min(mark.number, lpad(body.words::varchar, 8, '0') || body.body_id, 2)) as number
from mark
semi join counted using (key)
join body using (number)
group by mark.key;

-- the same shape for both kinds of key: one row per asked text, other text and key they share
create or replace temp table near as
with plain as (
    select asked_band.number as one, band.number as other
    from asked_band
    join band using (key)
    anti join crowded_band on asked_band.key = crowded_band.key
),
crowded as (
    select asked_band.number as one, crowded_band.number as other
    from asked_band join crowded_band using (key)
    union all
    select crowded_band.number as one, band.number as other
    from crowded_band semi join asked using (number) join band using (key)
)
select distinct least(one, other) as one, greatest(one, other) as other
from (from plain union all from crowded)
where one <> other;

create or replace temp table within as
with plain as (
    select asked_mark.number as one, mark.number as other
    from asked_mark
    join mark using (key)
    anti join crowded_mark on asked_mark.key = crowded_mark.key
    where asked_mark.number < mark.number or mark.number not in (select number from asked)
),
crowded as (
    select least(one, other) as one, greatest(one, other) as other
    from (
        select distinct key, least(one, other) as one, greatest(one, other) as other
        from (
            select key, asked_mark.number as one, crowded_mark.number as other
            from asked_mark join crowded_mark using (key)
            union all
            select key, crowded_mark.number as one, mark.number as other
            from crowded_mark semi join asked using (number) join mark using (key)
        )
        where one <> other
    )
),
counted as (
    select least(one, other) as one, greatest(one, other) as other, count(*) as plain, 0 as crowded
    from plain group by all
    union all
    select one, other, 0, count(*) from crowded group by all
),
summed as (
    select one, other, sum(plain) as plain, sum(plain) + sum(crowded) as shared
    from counted
    group by all
)
select summed.one, summed.other
from summed
join body as a on a.number = summed.one
join body as b on b.number = summed.other
where
    summed.shared >= least(least(a.marks, b.marks)::integer - 2, ceil(0.3 * least(a.marks, b.marks)))
    and (summed.plain > 0 or summed.shared >= 0.6 * least(a.marks, b.marks));
