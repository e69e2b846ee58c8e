-- one row per title and tenth of the scale
select
    title_id,
    percent_from,
    comments
from rating_distribution
where title_id in (select unnest($titles))
order by title_id, percent_from;
