-- one row per title and month of posting: live comments with a settled date, without duplicates
select
    title_id,
    date_trunc('month', posted_date)::date as month,
    count(*) as comments,
    count(rating_percent) as rated,
    avg(rating_percent) as percent
from meta.comment_now
where title_id in (select unnest($titles))
    and posted_date is not null
    and posted_precision <> 'year'
    and state = 'live'
    and comment_id not in (select comment_id from duplicate)
group by all
order by title_id, month;
