-- one row per date order that the runs decided
select
    site_id,
    entity_id as shape,
    "before" as order_before,
    "after" as order_after,
    touched
from change
where list_contains($runs, run_id) and kind = 'date-order'
order by site_id, shape, order_after;
