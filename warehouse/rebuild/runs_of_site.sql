-- loaded runs that brought anything of a site
select run_id
from meta.run
where loaded
    and run_id in (
        select run_id from meta.site_run where site_id = $site_id
        union
        select run_id from meta.capture where site_id = $site_id
        union
        select run_id from thread_read where site_id = $site_id
        union
        select run_id from title_revision where site_id = $site_id
    )
order by run_id
