-- one row per title that changed in the runs, most changed first
with final as (
    select
        change.title_id,
        any_value(change.site_id) as site_id,
        any_value(title.name) as name,
        any_value(title.kind) as title_kind,
        any_value(title.year) as year,
        count(*) filter (where entity = 'comment' and change.kind = 'added') as added,
        count(*) filter (where entity = 'comment' and change.kind = 'edited') as edited,
        count(*) filter (where entity = 'comment' and change.kind = 're-rated') as rerated,
        count(*) filter (where entity = 'comment' and change.kind = 'gone') as gone,
        count(*) filter (where entity = 'comment' and change.kind = 'returned') as returned,
        avg(percent_after) filter (where entity = 'comment' and change.kind = 'added') as added_percent,
        coalesce(bool_or(entity = 'title' and change.kind = 'added'), false) as is_new,
        coalesce(bool_or(entity = 'title' and change.kind = 'gone'), false) as is_gone,
        coalesce(bool_or(entity = 'title' and change.kind = 'returned'), false) as is_back,
        coalesce(bool_or(entity = 'title' and change.kind = 're-rated'), false) as is_rerated,
        max(fields) filter (where entity = 'title' and change.kind = 'edited') as title_fields,
        arg_min(percent_before, changed_at) filter (where entity = 'title' and change.kind = 're-rated') as page_before,
        arg_max(percent_after, changed_at) filter (where entity = 'title' and change.kind = 're-rated') as page_after,
        arg_min("before", changed_at) filter (where entity = 'title' and change.kind = 're-rated') as page_raw_before,
        arg_max("after", changed_at) filter (where entity = 'title' and change.kind = 're-rated') as page_raw_after
    from change
    left join title on title.title_id = change.title_id
    where list_contains($runs, change.run_id) and change.title_id is not null
    group by change.title_id
)
select *
from final
order by
    is_new desc,
    is_rerated desc,
    added + edited + rerated + gone + returned desc,
    title_id;
