-- the title as it stands
select *
from title
where title_id = $id
