-- severity: error
-- says: A profile's selectors find as much as in the nights before.
with recent as (
    select run_id
    from meta.run
    where loaded and run_id < getvariable('run_id')
    order by run_id desc
    limit 7
),
now as (
    select
        site_id,
        profile,
        selector,
        pages,
        hits / pages as rate
    from meta.selector_hit
    where run_id = getvariable('run_id')
        and pages >= 3
),
before as (
    select
        site_id,
        profile,
        selector,
        sum(hits) / sum(pages) as rate_before
    from meta.selector_hit
    where run_id in (select run_id from recent)
        and pages > 0
    group by all
)
select
    now.site_id,
    now.profile,
    now.selector,
    now.pages,
    now.rate,
    before.rate_before
from now
join before using (site_id, profile, selector)
where before.rate_before > 0.2
    and now.rate < before.rate_before / 2
order by now.site_id, now.profile, now.selector
