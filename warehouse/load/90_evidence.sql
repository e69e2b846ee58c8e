-- date votes, decisions, dates read again, likeness of texts
delete from meta.date_vote
using staged_date_vote as staged
where date_vote.site_id = staged.site_id
    and date_vote.shape = staged.shape
    and date_vote.title_id = staged.title_id;

insert into meta.date_vote by name
select
    site_id,
    shape,
    title_id,
    votes,
    getvariable('run_id') as run_id
from staged_date_vote
qualify row_number() over (partition by site_id, shape, title_id order by votes) = 1;

create or replace temp table decided as
select
    staged.*,
    stored.date_order as stored_order,
    stored.site_id is not null as is_known,
    staged.date_order is distinct from stored.date_order as is_decision
from (
    select *
    from staged_date_order
    qualify row_number() over (partition by site_id, shape order by date_order nulls last, rule) = 1
) as staged
left join date_order as stored using (site_id, shape)
where stored.site_id is null
    or staged.date_order is distinct from stored.date_order
    or staged.rule is distinct from stored.rule
    or staged.votes_for is distinct from stored.votes_for
    or staged.votes_against is distinct from stored.votes_against;

delete from date_order
using decided
where date_order.site_id = decided.site_id and date_order.shape = decided.shape;

insert into date_order by name
select
    site_id,
    shape,
    date_order,
    rule,
    votes_for,
    votes_against,
    examples_for,
    examples_against,
    getvariable('run_id') as run_id
from decided;

create or replace temp table reread as
select staged.*
from (
    select *
    from staged_posted_update
    qualify row_number() over (partition by comment_id order by posted_local nulls last, posted_rule) = 1
) as staged
semi join comment_revision using (comment_id);

delete from meta.posted
where comment_id in (select comment_id from reread);

insert into meta.posted by name
select
    *,
    getvariable('run_id') as run_id
from reread;

insert into change by name
with touched as (
    select
        comment_revision.site_id,
        comment_revision.posted_shape as shape,
        count(*) as touched
    from comment_revision
    anti join meta.comment_superseded using (revision_id)
    semi join reread using (comment_id)
    group by all
)
select
    getvariable('run_id') as run_id,
    getvariable('run_started_at') as changed_at,
    'date-order' as kind,
    'site' as entity,
    decided.shape as entity_id,
    decided.site_id,
    ['date_order'] as fields,
    decided.stored_order as before,
    decided.date_order as after,
    coalesce(touched.touched, 0) as touched
from decided
left join touched using (site_id, shape)
where decided.is_decision;

delete from meta.duplicate_edge
using staged_duplicate_edge_withdrawn as withdrawn
where duplicate_edge.body_id_a = withdrawn.body_id_a
    and duplicate_edge.body_id_b = withdrawn.body_id_b;

-- pairs of texts that are stored; the others come again with the night that brings their text
insert into meta.duplicate_edge by name
with named as (
    select body_id_a as body_id
    from staged_duplicate_edge
    union
    select body_id_b
    from staged_duplicate_edge
),
held as (
    select body.body_id
    from body
    semi join named using (body_id)
)
select
    body_id_a,
    body_id_b,
    similarity,
    containment,
    rule,
    getvariable('run_id') as run_id
from staged_duplicate_edge as staged
semi join held on held.body_id = staged.body_id_a
semi join held as other on other.body_id = staged.body_id_b
anti join meta.duplicate_edge using (body_id_a, body_id_b)
qualify row_number() over (partition by body_id_a, body_id_b order by similarity desc, containment desc, rule) = 1;

-- the staged assignment is the whole one; only its differences are written
create or replace temp table assigned as
select *
from staged_duplicate
where comment_id not in (select comment_id from suppressed_comment)
    and canonical_comment_id not in (select comment_id from suppressed_comment)
qualify row_number() over (partition by comment_id order by cluster_id, canonical_comment_id) = 1;

create or replace temp table assignment_same as
select assigned.comment_id
from assigned
join duplicate using (comment_id)
where duplicate.cluster_id is not distinct from assigned.cluster_id
    and duplicate.canonical_comment_id is not distinct from assigned.canonical_comment_id
    and duplicate.similarity is not distinct from assigned.similarity
    and duplicate.containment is not distinct from assigned.containment
    and duplicate.rule is not distinct from assigned.rule;

delete from duplicate
where getvariable('duplicate_staged')
    and comment_id not in (select comment_id from assignment_same);

insert into duplicate by name
select
    *,
    getvariable('run_id') as run_id
from assigned
where comment_id not in (select comment_id from assignment_same);

-- lines under many otherwise unlike texts, and who holds them: the staged assignment is the whole one
delete from meta.boilerplate_body
where getvariable('boilerplate_body_staged')
    and not exists (
        select 1
        from staged_boilerplate_body as staged
        where staged.block_id = boilerplate_body.block_id and staged.body_id = boilerplate_body.body_id
    );

insert into meta.boilerplate_body by name
select distinct
    block_id,
    body_id,
    getvariable('run_id') as run_id
from staged_boilerplate_body as staged
semi join body using (body_id)
anti join meta.boilerplate_body using (block_id, body_id);

insert into meta.boilerplate_block by name
select
    block_id,
    text,
    words,
    getvariable('run_id') as run_id
from staged_boilerplate_block as staged
anti join meta.boilerplate_block using (block_id)
qualify row_number() over (partition by block_id order by text) = 1;

delete from meta.boilerplate_block
where block_id not in (select block_id from meta.boilerplate_body);
