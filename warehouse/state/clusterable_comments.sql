-- comments whose text stands in an edge, under another comment too, or is asked for, and those asked for themselves
with concerned as (
    select body_id_a as body_id
    from meta.duplicate_edge
    union
    select body_id_b
    from meta.duplicate_edge
    union
    select unnest($ids::varchar[])
    union
    select body_id
    from meta.comment_now
    where comment_id in (select unnest($comment_ids::varchar[]))
    union
    select body_id
    from meta.comment_now
    group by body_id
    having count(*) > 1
)
select
    comment_now.comment_id,
    comment_now.body_id,
    comment_now.site_id,
    comment_now.title_id,
    comment_now.author,
    comment_now.posted_date,
    comment_now.first_seen_at,
    body.words
from meta.comment_now as comment_now
semi join concerned using (body_id)
left join body using (body_id)
order by comment_now.comment_id
