-- comments of a site whose date has the shape, with when their page was first captured
select
    comment_id,
    title_id,
    posted_raw,
    posted_machine,
    posted_locale,
    observed_at as captured_at
from comment_revision
anti join meta.comment_superseded using (revision_id)
where site_id = $site_id
    and posted_shape = $shape
order by title_id, comment_id
