-- one row per title of the page: its newest state beside what its comments say
select
    title.title_id,
    title.site_id,
    title.name,
    title.kind,
    title.kind_raw,
    title.year,
    title.synopsis,
    title.canonical_url,
    title.rating_raw,
    title.rating_value,
    title.rating_best,
    title.rating_percent,
    title.rating_rule,
    title.rating_count,
    title.claimed_comments,
    title.language,
    title.name_from,
    title.state,
    title.first_seen_at,
    title.revision,
    title.capture_id,
    summary.comments,
    summary.rated_comments,
    summary.comments_percent,
    summary.comments_median_percent,
    summary.gone_comments,
    summary.duplicate_comments,
    summary.authors
from title
join title_summary as summary using (title_id)
where list_contains($titles, title.title_id)
order by title.title_id;
