-- votes of the sites' threads
select
    site_id,
    shape,
    title_id,
    votes
from meta.date_vote
where site_id in (select unnest($ids::varchar[]))
order by site_id, shape, title_id
