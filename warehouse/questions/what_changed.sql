-- What changed in the newest night, title by title?
select
    site_id,
    name,
    added,
    edited,
    rerated,
    gone,
    returned,
    page_percent_before,
    page_percent_after
from last_night
order by added + edited + rerated + gone + returned desc, site_id, name
