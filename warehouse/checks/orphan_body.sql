-- severity: block
-- says: A comment's text is stored.
select
    comment_id,
    body_id
from comment_revision
where run_id = getvariable('run_id')
    and body_id is not null
    and body_id not in (select body_id from body where body_id is not null)
order by comment_id
