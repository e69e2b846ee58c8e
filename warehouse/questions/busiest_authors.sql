-- Who writes most, and how do they rate?
select
    site_id,
    author,
    count(*) as comments,
    count(distinct title_id) as titles,
    round(avg(rating_percent), 1) as mean_percent,
    round(stddev_samp(rating_percent), 1) as spread
from comment
where state = 'live'
    and author is not null
group by all
order by comments desc, author
limit 50
