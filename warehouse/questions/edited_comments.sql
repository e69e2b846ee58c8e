-- Which comments changed their text, and from what to what?
select
    newer.observed_at,
    newer.site_id,
    newer.comment_id,
    newer.author,
    before.cleaned as body_before,
    after.cleaned as body_after
from comment_revision as newer
join comment_revision as older
    on older.comment_id = newer.comment_id
    and older.revision = newer.revision - 1
left join body as before on before.body_id = older.body_id
left join body as after on after.body_id = newer.body_id
where list_contains(newer.changed, 'text')
order by newer.observed_at desc, newer.comment_id
limit 100
