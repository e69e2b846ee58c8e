-- severity: error
-- says: A rating lies on its own scale.
select
    comment_id as id,
    rating_raw,
    rating_value,
    rating_worst,
    rating_best,
    rating_percent,
    rating_rule
from comment_revision
where run_id = getvariable('run_id')
    and (rating_value > rating_best or rating_value < 0 or not rating_percent between 0 and 100)
union all
select
    title_id,
    rating_raw,
    rating_value,
    rating_worst,
    rating_best,
    rating_percent,
    rating_rule
from title_revision
where run_id = getvariable('run_id')
    and (rating_value > rating_best or rating_value < 0 or not rating_percent between 0 and 100)
order by id
