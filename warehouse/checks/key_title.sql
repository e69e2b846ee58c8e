-- severity: block
-- says: A title has exactly one newest state.
select
    title_id,
    count(*) as states
from title_revision
anti join meta.title_superseded using (revision_id)
group by title_id
having count(*) <> 1
order by title_id
