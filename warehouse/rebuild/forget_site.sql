-- everything of one site goes, and its runs count as not loaded
create or replace temp table forgotten_comment as
select
    revision_id,
    comment_id,
    body_id
from comment_revision
where site_id = getvariable('site_id');

create or replace temp table forgotten_title as
select
    revision_id,
    title_id,
    synopsis_id
from title_revision
where site_id = getvariable('site_id');

create or replace temp table forgotten_body as
select body_id
from forgotten_comment
union
select synopsis_id
from forgotten_title
except
select body_id
from comment_revision
where site_id <> getvariable('site_id')
except
select synopsis_id
from title_revision
where site_id <> getvariable('site_id');

update meta.run
set loaded = false
where run_id in (
    select run_id from meta.site_run where site_id = getvariable('site_id')
    union
    select run_id from meta.capture where site_id = getvariable('site_id')
    union
    select run_id from thread_read where site_id = getvariable('site_id')
    union
    select run_id from title_revision where site_id = getvariable('site_id')
);

delete from body
where body_id in (select body_id from forgotten_body);

delete from meta.duplicate_edge
where body_id_a in (select body_id from forgotten_body)
    or body_id_b in (select body_id from forgotten_body);

delete from meta.boilerplate_body
where body_id in (select body_id from forgotten_body);

delete from meta.boilerplate_block
where block_id not in (select block_id from meta.boilerplate_body);

delete from repeat
where comment_id in (select comment_id from forgotten_comment);

delete from duplicate
where comment_id in (select comment_id from forgotten_comment)
    or canonical_comment_id in (select comment_id from forgotten_comment);

delete from meta.posted
where comment_id in (select comment_id from forgotten_comment);

delete from meta.comment_superseded
where revision_id in (select revision_id from forgotten_comment);

delete from meta.title_superseded
where revision_id in (select revision_id from forgotten_title);

delete from comment_revision where site_id = getvariable('site_id');
delete from title_revision where site_id = getvariable('site_id');
delete from thread_read where site_id = getvariable('site_id');
delete from change where site_id = getvariable('site_id');
delete from date_order where site_id = getvariable('site_id');
delete from reject where site_id = getvariable('site_id');
delete from meta.capture where site_id = getvariable('site_id');
delete from meta.site_run where site_id = getvariable('site_id');
delete from meta.selector_hit where site_id = getvariable('site_id');
delete from meta.absence where site_id = getvariable('site_id');
delete from meta.thread where site_id = getvariable('site_id');
delete from meta.date_vote where site_id = getvariable('site_id');
