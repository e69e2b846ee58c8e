-- notes all crowded keys anew; one statement a kind, for both at once need more memory than the index may take
delete from crowd;

insert into crowd
select 'band', key from band group by key having count(*) > $crowd;

insert into crowd
select 'mark', key from mark group by key having count(*) > $small_crowd;
