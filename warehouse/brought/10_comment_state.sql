-- the comments' states that a run brought, as far as the checks join them with what is stored. A table of their own,
-- not a view: the planner then knows how few they are, and looks them up among the stored rows, not the reverse.
create or replace temp table brought_comment as
select
    revision_id,
    comment_id,
    title_id,
    capture_id,
    parent_comment_id,
    body_id
from comment_revision
where run_id = getvariable('run_id');
