-- one row per title: how many comments its pages hold, and a digest of everything that they are made from
with comment_state as (
    select
        comment_now.title_id,
        count(*) as comments,
        sum(hash(
            comment_now.comment_id,
            comment_now.revision_id,
            comment_now.state,
            comment_now.posted_local,
            comment_now.posted_date,
            comment_now.posted_at,
            comment_now.posted_precision,
            comment_now.posted_rule,
            comment_now.posted_readings,
            comment_now.first_seen_at,
            comment_now.gone_at,
            duplicate.canonical_comment_id,
            duplicate.rule,
            duplicate.similarity,
            canonical.title_id,
            canonical.author
        )::hugeint) as said
    from meta.comment_now as comment_now
    left join duplicate on duplicate.comment_id = comment_now.comment_id
    left join meta.comment_now as canonical on canonical.comment_id = duplicate.canonical_comment_id
    group by comment_now.title_id
),
repeat_state as (
    select
        comment_now.title_id,
        sum(hash(repeat.comment_id, repeat.ordinal, repeat.kind, repeat.rule, repeat.text)::hugeint) as said
    from repeat
    join meta.comment_now as comment_now using (comment_id)
    group by comment_now.title_id
),
revision_state as (
    select
        title_id,
        sum(hash(revision_id)::hugeint) as said
    from comment_revision
    group by title_id
),
page_state as (
    select
        title_id,
        sum(hash(revision_id)::hugeint) as said
    from title_revision
    group by title_id
),
absence_state as (
    select
        title_id,
        sum(hash(comment_id, gone_at, back_at)::hugeint) as said
    from meta.absence
    where gone_at is not null
    group by title_id
),
cleaned_state as (
    select
        comment_now.title_id,
        sum(hash(body.body_id, body.cleaned)::hugeint) as said
    from meta.comment_now as comment_now
    join body using (body_id)
    group by comment_now.title_id
),
final as (
    select
        title.title_id,
        coalesce(comment_state.comments, 0) as comments,
        md5(concat_ws(
            '/',
            coalesce(comment_state.said, 0),
            coalesce(repeat_state.said, 0),
            coalesce(revision_state.said, 0),
            coalesce(page_state.said, 0),
            coalesce(absence_state.said, 0),
            coalesce(cleaned_state.said, 0)
        )) as digest
    from title
    left join comment_state using (title_id)
    left join repeat_state using (title_id)
    left join revision_state using (title_id)
    left join page_state using (title_id)
    left join absence_state using (title_id)
    left join cleaned_state using (title_id)
)
select *
from final
order by title_id;
