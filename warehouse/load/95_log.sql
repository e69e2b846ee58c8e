-- captures, sites, rejects and selectors of the run
insert into meta.capture by name
select
    capture_id,
    site_id,
    getvariable('run_id') as run_id,
    url,
    fetched_at,
    status,
    digest,
    content_capture_id,
    archive_file,
    archive_offset,
    outcome,
    reason,
    profile,
    encoding
from staged_capture
where capture_id not in (
    select capture_id from meta.capture where capture_id in (select capture_id from staged_capture)
)
qualify row_number() over (partition by capture_id order by archive_file, archive_offset) = 1
order by fetched_at, capture_id;

insert into meta.site_run by name
select
    site_id,
    getvariable('run_id') as run_id,
    profile,
    zone,
    language,
    outcome,
    reason,
    pages_fetched,
    pages_unchanged,
    pages_failed
from staged_site
qualify row_number() over (partition by site_id order by pages_fetched desc, outcome) = 1;

insert into reject by name
select distinct
    getvariable('run_id') as run_id,
    site_id,
    stage,
    reason,
    capture_id,
    title_id,
    case when exists (select 1 from suppressed where contains(lower(raw), lower(suppressed.author))) then '' else raw end as raw
from staged_reject;

insert into meta.selector_hit by name
select
    site_id,
    getvariable('run_id') as run_id,
    profile,
    selector,
    sum(pages)::bigint as pages,
    sum(hits)::bigint as hits
from staged_selector_hit
group by site_id, profile, selector;
