-- texts that stand under a comment, or did
select distinct body_id
from comment_revision
where body_id is not null
