-- one row per observed state of the titles, oldest first
select
    revision.title_id,
    revision.revision,
    revision.observed_at,
    revision.name,
    revision.kind,
    revision.year,
    revision.rating_raw,
    revision.rating_percent,
    revision.rating_count,
    revision.claimed_comments,
    revision.state,
    revision.changed
from title_revision as revision
where revision.title_id in (select unnest($titles))
order by revision.title_id, revision.revision;
