-- what changed in one comment or title, in time order
select *
from change
where entity_id = $id
    and entity <> 'site'
order by run_id, kind
