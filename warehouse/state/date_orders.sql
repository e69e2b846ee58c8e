-- decisions in force
select
    site_id,
    shape,
    date_order,
    rule
from date_order
where site_id in (select unnest($ids::varchar[]))
order by site_id, shape
