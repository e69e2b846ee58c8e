-- values of a site's ratings whose page states no scale, with how many comments gave each
select
    rating_value,
    count(*) as comments
from meta.comment_now
where site_id = $site_id
    and rating_value is not null
    and (rating_best is null or rating_rule like '%+site-scale')
group by rating_value
order by rating_value
