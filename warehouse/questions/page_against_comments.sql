-- Where does the page's own rating differ most from that of its comments?
select
    name,
    site_id,
    round(page_percent, 1) as page_percent,
    round(comments_percent, 1) as comments_percent,
    round(page_percent - comments_percent, 1) as difference,
    page_count,
    rated_comments
from title_summary
where page_percent is not null
    and rated_comments >= 5
order by abs(title_summary.page_percent - title_summary.comments_percent) desc, name
limit 50
