-- the asked texts (asked_id) and their keys
create or replace temp table asked as
select number from body semi join asked_id using (body_id);

create or replace temp table own_band as
select key, number from band semi join asked using (number);

create or replace temp table own_mark as
select key, number from mark semi join asked using (number);
