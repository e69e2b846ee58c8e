-- one row per site and line that stands under many of its comments, most comments first
select
    site_id,
    left(text, 300) as text,
    kind,
    comments,
    authors,
    titles
from boilerplate
order by comments desc, site_id, block_id
limit $most;
