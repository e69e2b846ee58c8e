-- one row per site, stage and reason in the runs, most frequent first, with one of the inputs
with told as (
    select
        coalesce(reject.site_id, '') as site_id,
        reject.stage,
        reject.reason,
        reject.title_id,
        left(reject.raw, 300) as raw,
        capture.url
    from reject
    left join meta.capture as capture on capture.capture_id = reject.capture_id
    where list_contains($runs, reject.run_id)
),
final as (
    select
        site_id,
        stage,
        reason,
        count(*) as rejects,
        arg_min(coalesce(raw, ''), (coalesce(raw, ''), coalesce(url, ''))) as sample,
        arg_min(coalesce(url, ''), (coalesce(raw, ''), coalesce(url, ''))) as url,
        arg_min(coalesce(title_id, ''), (coalesce(raw, ''), coalesce(url, ''))) as title_id
    from told
    group by site_id, stage, reason
)
select *
from final
order by rejects desc, site_id, stage, reason;
