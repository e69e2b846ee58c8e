-- the titles' states that a run brought
create or replace temp table brought_title as
select
    revision_id,
    title_id
from title_revision
where run_id = getvariable('run_id');
