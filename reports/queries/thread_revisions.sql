-- one row per revision of those comments of the titles that have more than one, oldest first
select
    revision.comment_id,
    revision.revision,
    revision.observed_at,
    revision.author,
    revision.posted_raw,
    revision.rating_raw,
    revision.rating_percent,
    revision.changed,
    left(body.cleaned, $letters) as body
from comment_revision as revision
left join body using (body_id)
where list_contains($titles, revision.title_id)
    and revision.comment_id in (
        select comment_id
        from comment_revision
        where list_contains($titles, title_id) and revision > 1
    )
order by revision.comment_id, revision.revision;
