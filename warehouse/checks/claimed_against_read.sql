-- severity: warn
-- says: A thread holds about as many comments as its page claims.
select
    title_id,
    claimed,
    read,
    reason
from thread_read
where run_id = getvariable('run_id')
    and read < claimed * 0.8
    and claimed - read > 2
order by title_id
