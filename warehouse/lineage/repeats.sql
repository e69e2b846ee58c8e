-- what was taken out of one comment's present text
select repeat.*
from repeat
join meta.comment_now as comment_now using (comment_id, body_id)
where repeat.comment_id = $id
order by repeat.ordinal
