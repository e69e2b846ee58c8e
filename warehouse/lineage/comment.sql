-- the comment as it stands
select *
from comment
where comment_id = $id
