-- one row per comment, newest state, with its text
create view comment as
select
    comment_now.*,
    body.cleaned as body
from meta.comment_now as comment_now
left join body using (body_id);
