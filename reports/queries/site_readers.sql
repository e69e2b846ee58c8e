-- one row per site and way its comments were found, with how sure that was
select
    site_id,
    read_by,
    count(*) as comments,
    avg(confidence) as confidence,
    count(*) filter (where posted_raw is not null and posted_date is null) as undecided,
    count(*) filter (where posted_at is not null) as zoned,
    count(*) filter (where author is null) as unnamed
from meta.comment_now
group by all
order by site_id, comments desc, read_by;
