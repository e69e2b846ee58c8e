-- one row per page of the runs that did not answer well, a few per site
select
    site_id,
    url,
    status,
    outcome,
    reason,
    fetched_at
from meta.capture
where list_contains($runs, run_id) and outcome not in ('ok', 'unchanged')
qualify row_number() over (partition by site_id order by fetched_at, capture_id) <= 40
order by site_id, fetched_at, capture_id;
