-- Which titles do their comments rate best (five ratings or more)?
select
    name,
    kind,
    year,
    site_id,
    round(comments_percent, 1) as comments_percent,
    rated_comments,
    round(page_percent, 1) as page_percent
from title_summary
where rated_comments >= 5
order by title_summary.comments_percent desc, rated_comments desc, name
limit 50
