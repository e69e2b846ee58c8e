-- Which texts stand under several authors?
select
    comments,
    authors,
    titles,
    sites,
    first_posted_date,
    left(text, 200) as text
from copied_text
order by authors desc, comments desc, cluster_id
limit 50
