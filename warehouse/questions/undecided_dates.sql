-- Which dates have more than one reading, and why?
select
    comment.site_id,
    comment.posted_shape,
    date_order.rule,
    count(*) as comments,
    min(comment.posted_raw) as example,
    any_value(comment.posted_readings order by comment.comment_id) as readings
from comment
left join date_order
    on date_order.site_id = comment.site_id
    and date_order.shape = comment.posted_shape
where len(comment.posted_readings) > 1
group by all
order by comments desc, comment.site_id
