-- one row per comment of the titles, with its text and what it copies
select
    comment_now.comment_id,
    comment_now.title_id,
    comment_now.parent_comment_id,
    comment_now.author,
    comment_now.permalink,
    comment_now.headline,
    comment_now.posted_raw,
    comment_now.posted_local,
    comment_now.posted_date,
    comment_now.posted_at at time zone 'UTC' as posted_at,
    comment_now.posted_precision,
    comment_now.posted_rule,
    comment_now.posted_readings,
    comment_now.rating_raw,
    comment_now.rating_percent,
    comment_now.rating_rule,
    comment_now.edited_raw,
    comment_now.helpful_raw,
    comment_now.truncated,
    comment_now.read_by,
    comment_now.confidence,
    comment_now.state,
    comment_now.first_seen_at at time zone 'UTC' as first_seen_at,
    comment_now.gone_at at time zone 'UTC' as gone_at,
    left(body.cleaned, $letters) as body,
    length(body.cleaned) as body_letters,
    duplicate.canonical_comment_id,
    duplicate.rule as duplicate_rule,
    duplicate.similarity as duplicate_similarity,
    canonical.title_id as canonical_title_id,
    canonical.author as canonical_author
from meta.comment_now as comment_now
left join body using (body_id)
left join duplicate on duplicate.comment_id = comment_now.comment_id
left join (
    select distinct
        comment_id,
        title_id,
        author
    from meta.comment_now
    where comment_id in (select canonical_comment_id from duplicate)
) as canonical on canonical.comment_id = duplicate.canonical_comment_id
where comment_now.title_id in (select unnest($titles))
order by
    comment_now.title_id,
    comment_now.position nulls last,
    comment_now.first_seen_at,
    comment_now.comment_id;
