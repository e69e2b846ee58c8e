-- severity: block
-- says: A comment has one newest state.
select
    comment_id,
    count(*) as states
from comment_revision
anti join meta.comment_superseded using (revision_id)
where comment_id in (select comment_id from comment_revision where run_id = getvariable('run_id'))
group by comment_id
having count(*) > 1
