-- one row per site and date shape: the order in force and its evidence
select
    site_id,
    shape,
    date_order,
    rule,
    votes_for,
    votes_against,
    list_slice(examples_for, 1, 5) as examples_for,
    list_slice(examples_against, 1, 5) as examples_against
from date_order
order by site_id, shape;
