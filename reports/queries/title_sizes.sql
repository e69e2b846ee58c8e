-- one row per title: how many comments its pages hold
select
    title.title_id,
    count(comment_now.comment_id) as comments
from title
left join meta.comment_now as comment_now using (title_id)
group by title.title_id
order by title.title_id;
