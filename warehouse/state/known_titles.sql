-- titles of the sites
select
    newest.title_id,
    newest.site_id,
    newest.canonical_url,
    newest.name,
    newest.state,
    thread.last_read_at
from title_revision as newest
anti join meta.title_superseded using (revision_id)
left join meta.thread as thread on thread.title_id = newest.title_id
where newest.site_id in (select unnest($ids::varchar[]))
order by newest.title_id
