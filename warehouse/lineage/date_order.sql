-- the order in force for one shape of dates
select *
from date_order
where site_id = $site_id
    and shape = $shape
