-- one row per comment that changed in the runs, a few per title, with the beginning of its text
with changed as (
    select
        change.title_id,
        change.entity_id as comment_id,
        list(distinct change.kind order by change.kind) as kinds,
        arg_min(change."before", changed_at) filter (where change.kind = 're-rated') as rating_before,
        arg_max(change."after", changed_at) filter (where change.kind = 're-rated') as rating_after,
        max(fields) filter (where change.kind = 'edited') as fields
    from change
    where list_contains($runs, change.run_id)
        and change.entity = 'comment'
        and change.title_id in (select unnest($titles))
    group by change.title_id, change.entity_id
    qualify row_number() over (
        partition by change.title_id
        order by list_contains(kinds, 'added'), change.entity_id
    ) <= $each
),
final as (
    select
        changed.*,
        comment_now.author,
        comment_now.posted_raw,
        comment_now.posted_local,
        comment_now.posted_date,
        comment_now.posted_at,
        comment_now.posted_precision,
        comment_now.posted_readings,
        comment_now.rating_raw,
        comment_now.rating_percent,
        comment_now.position,
        left(body.cleaned, 400) as beginning
    from changed
    join meta.comment_now as comment_now using (comment_id)
    left join body using (body_id)
)
select *
from final
order by title_id, list_contains(kinds, 'added'), position nulls last, comment_id;
