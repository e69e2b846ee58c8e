-- severity: error
-- says: A comment stands under a title that we hold.
select
    title_id,
    count(*) as comments
from comment_revision
where run_id = getvariable('run_id')
    and title_id not in (select title_id from title_revision)
group by title_id
order by title_id
