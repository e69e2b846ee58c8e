-- takes in the texts of new_body (row, body_id, words, marks, digest) that are not here yet, with their keys
create or replace temp table fresh as
select
    new_body.row,
    new_body.body_id,
    new_body.words,
    new_body.marks,
    new_body.digest,
    row_number() over (order by new_body.row) + (select coalesce(max(number), 0) from body) as number
from new_body
anti join body using (body_id);

insert into body select number, body_id, words, marks, digest from fresh order by number;
insert into band select new_band.key, fresh.number from new_band join fresh using (row);
insert into mark select new_mark.key, fresh.number from new_mark join fresh using (row);
insert into block select fresh.number, new_block.key, new_block.words from new_block join fresh using (row);
drop table fresh;
