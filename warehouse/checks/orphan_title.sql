-- severity: error
-- says: A comment stands under a title that we hold.
select
    title_id,
    count(*) as comments
from brought
where title_id not in (select title_id from title_revision)
group by title_id
order by title_id
