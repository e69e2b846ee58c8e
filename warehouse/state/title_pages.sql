-- addresses under which the sites' titles and their comments were read
with read_from as (
    select site_id, title_id, capture_id
    from title_revision
    union
    select site_id, title_id, capture_id
    from comment_revision
)
select distinct
    read_from.site_id,
    capture.url,
    read_from.title_id
from read_from
join meta.capture as capture using (capture_id)
where read_from.site_id in (select unnest($ids::varchar[]))
order by read_from.site_id, capture.url, read_from.title_id
