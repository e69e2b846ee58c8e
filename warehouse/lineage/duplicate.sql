-- the copy that one comment is
select *
from duplicate
where comment_id = $id
