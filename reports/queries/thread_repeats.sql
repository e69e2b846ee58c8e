-- one row per repeat in the newest text of the titles' comments
select
    repeat.comment_id,
    repeat.kind,
    repeat.rule,
    left(repeat.text, $letters) as text,
    length(repeat.text) as letters
from repeat
join meta.comment_now as comment_now
    on comment_now.comment_id = repeat.comment_id
    and comment_now.body_id = repeat.body_id
where comment_now.title_id in (select unnest($titles))
order by repeat.comment_id, repeat.ordinal;
