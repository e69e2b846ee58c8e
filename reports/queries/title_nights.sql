-- one row per title and night on which its ratings or its comments moved
select
    title_id,
    night,
    page_percent,
    comments_percent,
    comments,
    rated_comments
from rating_by_night
where title_id in (select unnest($titles))
qualify (page_percent, comments_percent, comments, rated_comments)
    is distinct from lag((page_percent, comments_percent, comments, rated_comments))
        over (partition by title_id order by night)
order by title_id, night;
