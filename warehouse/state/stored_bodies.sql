-- texts by id
select
    body_id,
    raw,
    cleaned,
    words
from body
where body_id in (select unnest($ids::varchar[]))
order by body_id
