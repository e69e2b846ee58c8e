-- one row per title and tenth of the scale
select
    title_id,
    percent_from,
    comments
from rating_distribution
where list_contains($titles, title_id)
order by title_id, percent_from;
