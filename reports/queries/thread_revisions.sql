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
where revision.title_id in (select unnest($titles))
    and revision.comment_id in (
        select comment_id
        from comment_revision
        where title_id in (select unnest($titles)) and revision > 1
    )
order by revision.comment_id, revision.revision;
