-- notes all crowded keys anew
delete from crowd;

insert into crowd
select 'band', key from band group by key having count(*) > $crowd
union all
select 'mark', key from mark group by key having count(*) > $small_crowd;
