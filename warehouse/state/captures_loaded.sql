-- which captures are stored
select distinct capture_id
from meta.capture
where capture_id in (select unnest($ids::varchar[]))
