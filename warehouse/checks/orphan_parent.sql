-- severity: warn
-- says: A reply answers a comment that we hold.
with reply as (
    select
        comment_id,
        parent_comment_id
    from brought_comment
    where parent_comment_id is not null
)
select
    comment_id,
    parent_comment_id
from reply
where parent_comment_id not in (
    select comment_id
    from comment_revision
    where comment_id in (select parent_comment_id from reply)
)
order by comment_id
