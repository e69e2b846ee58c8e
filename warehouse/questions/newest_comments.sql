-- Which comments are the newest that we have seen?
select
    first_seen_at,
    site_id,
    title_name,
    author,
    posted_raw,
    rating_raw,
    body
from comment_feed
order by first_seen_at desc, posted_local desc nulls last, comment_id
limit 50
