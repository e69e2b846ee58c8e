-- one row per title: what its own comments say beside its page's rating
select
    title_id,
    site_id,
    name,
    kind,
    year,
    state,
    canonical_url,
    page_raw,
    page_percent,
    page_count,
    comments,
    rated_comments,
    comments_percent,
    comments_median_percent,
    gone_comments,
    duplicate_comments
from title_summary
order by lower(coalesce(name, '')), name, year, title_id;
