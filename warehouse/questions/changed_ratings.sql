-- Who changed their rating, and which way?
select
    change.changed_at,
    change.site_id,
    title.name,
    comment.author,
    change.before,
    change.after,
    round(change.percent_after - change.percent_before, 1) as moved
from change
left join comment on comment.comment_id = change.entity_id
left join title on title.title_id = change.title_id
where change.kind = 're-rated'
    and change.entity = 'comment'
order by change.changed_at desc, change.entity_id
limit 200
