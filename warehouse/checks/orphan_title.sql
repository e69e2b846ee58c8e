-- severity: error
-- says: A comment stands under a title that we hold.
select
    title_id,
    count(*) as comments
from brought_comment
where title_id not in (
    select title_id
    from title_revision
    semi join brought_comment using (title_id)
)
group by title_id
order by title_id
