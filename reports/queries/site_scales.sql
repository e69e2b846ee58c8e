-- one row per site and scale that its comments rate on, most frequent first
select
    site_id,
    rating_kind,
    rating_best,
    rating_rule,
    count(*) as comments,
    min(rating_raw) as sample
from meta.comment_now
where rating_raw is not null or rating_percent is not null
group by all
order by site_id, comments desc, rating_kind, rating_best, rating_rule
limit 500;
