-- severity: block
-- says: A comment has exactly one newest state.
with concerned as (
    select distinct comment_id
    from comment_revision
    where run_id = getvariable('run_id')
)
select
    comment_id,
    count(*) as states
from comment_revision
semi join concerned using (comment_id)
anti join meta.comment_superseded using (revision_id)
group by comment_id
having count(*) <> 1
order by comment_id
