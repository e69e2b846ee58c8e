-- authors on the suppression list: what is stored of them goes, and what is staged of them is not taken in
create or replace temp table suppressed_comment as
select comment_id
from comment_revision
where author in (select author from suppressed)
union
select comment_id
from staged_comment
where author in (select author from suppressed);

create or replace temp table suppressed_revision as
select
    revision_id,
    body_id
from comment_revision
where comment_id in (select comment_id from suppressed_comment);

create or replace temp table suppressed_body as
select body_id
from suppressed_revision
except
select body_id
from comment_revision
where comment_id not in (select comment_id from suppressed_comment)
    and body_id in (select body_id from suppressed_revision)
except
select synopsis_id
from title_revision;

create or replace temp table suppressed_reject as
select distinct reject.raw
from reject
join suppressed on contains(lower(reject.raw), lower(suppressed.author));

set variable suppressed_rows = (select count(*) from suppressed_revision) + (select count(*) from suppressed_reject);

update reject
set raw = ''
where raw in (select raw from suppressed_reject);

delete from comment_revision
where comment_id in (select comment_id from suppressed_comment);

delete from meta.comment_superseded
where revision_id in (select revision_id from suppressed_revision);

delete from meta.absence
where comment_id in (select comment_id from suppressed_comment);

delete from meta.posted
where comment_id in (select comment_id from suppressed_comment);

delete from repeat
where comment_id in (select comment_id from suppressed_comment);

delete from duplicate
where comment_id in (select comment_id from suppressed_comment)
    or canonical_comment_id in (select comment_id from suppressed_comment);

delete from change
where entity = 'comment'
    and entity_id in (select comment_id from suppressed_comment);

delete from meta.duplicate_edge
where body_id_a in (select body_id from suppressed_body)
    or body_id_b in (select body_id from suppressed_body);

delete from meta.boilerplate_body
where body_id in (select body_id from suppressed_body);

delete from meta.boilerplate_block
where block_id not in (select block_id from meta.boilerplate_body);

delete from body
where body_id in (select body_id from suppressed_body);
