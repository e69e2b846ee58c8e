-- severity: block
-- says: A comment's text is stored.
with used as (
    select
        comment_id,
        body_id
    from comment_revision
    where run_id = getvariable('run_id')
        and body_id is not null
)
select
    comment_id,
    body_id
from used
where body_id not in (
    select body_id
    from body
    where body_id in (select body_id from used)
)
order by comment_id
