-- one row per comment that was added, edited or re-rated
insert into change by name
select
    getvariable('run_id') as run_id,
    compared.observed_at as changed_at,
    'added' as kind,
    'comment' as entity,
    compared.comment_id as entity_id,
    compared.site_id,
    compared.title_id,
    compared.rating_raw as after,
    compared.rating_percent as percent_after
from compared
where compared.is_new
order by compared.revision_id;

insert into change by name
with edited as (
    select
        *,
        list_filter(changed, lambda x: x in ('text', 'author', 'parent', 'title', 'date')) as fields
    from compared
    where not is_new
)
select
    getvariable('run_id') as run_id,
    observed_at as changed_at,
    'edited' as kind,
    'comment' as entity,
    comment_id as entity_id,
    site_id,
    title_id,
    fields
from edited
where len(fields) > 0;

insert into change by name
select
    getvariable('run_id') as run_id,
    compared.observed_at as changed_at,
    're-rated' as kind,
    'comment' as entity,
    compared.comment_id as entity_id,
    compared.site_id,
    compared.title_id,
    ['rating'] as fields,
    known.rating_raw as before,
    compared.rating_raw as after,
    known.rating_percent as percent_before,
    compared.rating_percent as percent_after
from compared
join known using (comment_id)
where compared.is_rating and not compared.is_new;
