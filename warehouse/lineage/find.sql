-- what a word stands for: ids first, then the site's own ids and addresses
with exact as (
    select
        'comment' as entity,
        comment_id as entity_id
    from comment_revision
    where comment_id = $wanted or (length($wanted) >= 6 and starts_with(comment_id, $wanted))
    union
    select
        'title',
        title_id
    from title_revision
    where title_id = $wanted or (length($wanted) >= 6 and starts_with(title_id, $wanted))
),
loose as (
    select
        'comment' as entity,
        comment_id as entity_id
    from comment_revision
    where site_comment_id = $wanted or permalink = $wanted
    union
    select
        'title',
        title_id
    from title_revision
    where canonical_url = $wanted
),
final as (
    select * from exact
    union all
    select * from loose where not exists (from exact)
)
select *
from final
order by entity, entity_id
