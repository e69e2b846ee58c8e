-- one row per author and text that stands under several titles, most titles first
select
    cluster_id,
    author,
    comments,
    titles,
    sites,
    left(text, 300) as text
from syndicated
order by titles desc, cluster_id, author
limit $most;
