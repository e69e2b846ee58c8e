-- severity: block
-- says: A comment has exactly one newest state.
with state as (
    select
        comment_id,
        superseded.revision_id is null as is_newest
    from comment_revision
    semi join brought_comment using (comment_id)
    left join meta.comment_superseded as superseded using (revision_id)
)
select
    comment_id,
    count(*) filter (where is_newest) as newest
from state
group by comment_id
having newest <> 1
order by comment_id
