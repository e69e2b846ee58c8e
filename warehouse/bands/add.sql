-- takes in the texts of new_body (row, body_id, words, marks, digest) that are not here yet, with their keys
create or replace temp table known as
select new_body.row from new_body semi join body using (body_id);

set variable next = (select coalesce(max(number), 0) + 1 from body);

insert into body
select getvariable('next') + row, body_id, words, marks, digest from new_body anti join known using (row) order by row;

insert into band
select key, getvariable('next') + row from new_band anti join known using (row);

insert into mark
select key, getvariable('next') + row from new_mark anti join known using (row);

insert into block
select getvariable('next') + row, key, words from new_block anti join known using (row);

drop table known;
