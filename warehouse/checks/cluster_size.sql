-- severity: warn
-- says: No cluster of like texts is so large that it is likely to be boilerplate.
select
    cluster_id,
    count(*) as comments
from duplicate
group by cluster_id
having count(*) > 500
order by cluster_id
