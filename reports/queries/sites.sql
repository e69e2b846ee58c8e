-- one row per site
select *
from site
order by site_id;
