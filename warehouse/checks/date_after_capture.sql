-- severity: error
-- says: Nobody writes a comment after its page was captured (the zone may be 14 hours off).
select
    comment_id,
    posted_raw,
    posted_local,
    posted_at,
    observed_at,
    posted_rule
from comment_revision
where run_id = getvariable('run_id')
    and (
        posted_at > observed_at + interval 1 hour
        or (posted_at is null and posted_local > observed_at at time zone 'UTC' + interval 14 hours)
    )
order by comment_id
