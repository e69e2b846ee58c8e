-- severity: block
-- says: A title has exactly one newest state.
with state as (
    select
        title_id,
        superseded.revision_id is null as is_newest
    from title_revision
    semi join brought_title using (title_id)
    left join meta.title_superseded as superseded using (revision_id)
)
select
    title_id,
    count(*) filter (where is_newest) as newest
from state
group by title_id
having newest <> 1
order by title_id
