-- severity: error
-- says: Ratings do not vanish from many comments of a site at once.
with read_anew as (
    select
        site_id,
        sum(read) as read
    from thread_read
    where run_id = getvariable('run_id')
    group by site_id
),
lost as (
    select
        site_id,
        count(*) as lost
    from change
    where run_id = getvariable('run_id')
        and entity = 'comment'
        and kind = 're-rated'
        and percent_before is not null
        and percent_after is null
    group by site_id
)
select
    site_id,
    lost,
    read
from lost
join read_anew using (site_id)
where lost > 5
    and lost > read * 0.2
order by site_id
