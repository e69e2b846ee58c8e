-- severity: block
-- says: A comment's text is stored.
select
    comment_id,
    body_id
from brought_comment
where body_id not in (
    select body_id
    from body
    semi join brought_comment using (body_id)
)
order by comment_id
