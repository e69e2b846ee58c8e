-- one row per cluster of copied text under several authors, largest first
select
    cluster_id,
    comments,
    authors,
    titles,
    sites,
    canonical_comment_id,
    left(text, 1500) as text,
    least_similarity,
    first_posted_date,
    first_seen_at
from copied_text
order by comments desc, cluster_id
limit $most;
