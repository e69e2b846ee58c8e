-- one row per title of the page, in its newest state
select
    title_id,
    site_id,
    name,
    kind,
    year,
    synopsis,
    canonical_url,
    rating_raw,
    rating_value,
    rating_best,
    rating_percent,
    rating_rule,
    rating_count,
    claimed_comments,
    name_from,
    state,
    first_seen_at
from title
where title_id in (select unnest($titles))
order by title_id;
