-- Which comments left their site, and when?
select
    gone_at,
    site_id,
    title.name,
    comment.author,
    comment.posted_raw,
    comment.rating_raw,
    comment.body
from comment
left join title using (title_id, site_id)
where comment.state = 'gone'
order by gone_at desc, comment_id
limit 200
