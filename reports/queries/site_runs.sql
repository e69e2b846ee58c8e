-- one row per site and run up to this one, oldest first, with the newest state of the site
select
    health.*,
    run.night as run_night,
    site_run.profile,
    site_run.zone,
    site_run.language
from site_health as health
join meta.site_run as site_run using (site_id, run_id)
left join meta.run as run using (run_id)
where health.run_id <= $run
order by health.site_id, health.run_id;
