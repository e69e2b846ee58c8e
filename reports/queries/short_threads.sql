-- one row per thread of the runs that was not read whole, or holds fewer comments than its page claims
with newest as (
    select *
    from thread_read
    where list_contains($runs, run_id)
    qualify row_number() over (partition by title_id order by run_id desc) = 1
),
final as (
    select
        newest.title_id,
        newest.site_id,
        title.name,
        newest.claimed,
        newest.read,
        newest.reason,
        newest.complete
    from newest
    left join title using (title_id)
    where not newest.complete or newest.read < newest.claimed
)
select *
from final
order by complete, coalesce(claimed - read, 0) desc, site_id, title_id;
