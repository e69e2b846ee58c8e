-- newest state of every comment under the titles, with its raw text
select
    comment_now.comment_id,
    comment_now.title_id,
    comment_now.site_id,
    comment_now.site_comment_id,
    comment_now.parent_comment_id,
    comment_now.author,
    comment_now.body_id,
    body.raw as body,
    comment_now.posted_raw,
    comment_now.posted_local,
    comment_now.posted_date,
    comment_now.posted_relative,
    comment_now.position,
    comment_now.state
from meta.comment_now as comment_now
left join body using (body_id)
where comment_now.title_id in (select unnest($ids::varchar[]))
order by comment_now.title_id, comment_now.position, comment_now.comment_id
