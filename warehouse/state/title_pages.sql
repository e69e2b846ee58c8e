-- addresses under which the sites' titles were read
select distinct
    title_revision.site_id,
    capture.url,
    title_revision.title_id
from title_revision
join meta.capture as capture using (capture_id)
where title_revision.site_id in (select unnest($ids::varchar[]))
order by title_revision.site_id, capture.url, title_revision.title_id
