-- one row per site, stage and reason in the runs, most frequent first, with the first few raw snippets
select
    coalesce(site_id, '') as site_id,
    stage,
    reason,
    count(*) as rejects,
    min(left(raw, 300)) as sample,
    arg_min(capture_id, coalesce(left(raw, 300), '')) as capture_id,
    arg_min(title_id, coalesce(left(raw, 300), '')) as title_id
from reject
where list_contains($runs, run_id)
group by all
order by rejects desc, site_id, stage, reason;
