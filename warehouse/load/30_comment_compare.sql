-- each comment beside its newest revision: what the site shows differently now. Position, helpful counts and
-- relative dates move every night and mean nothing; a text cut short by the page does not replace a full one.
create or replace temp table pair as
select
    picked.comment_id,
    picked.body_id,
    known.body_id as known_body_id,
    coalesce(picked.truncated, false) as is_cut,
    coalesce(known.truncated, false) as was_cut
from picked
join known using (comment_id)
where picked.body_id is distinct from known.body_id;

create or replace temp table text_differs as
with fresh as (
    select
        body_id,
        min(md5_number_lower(cleaned)) as cleaned_digest
    from staged_body
    semi join pair using (body_id)
    group by body_id
),
stored as (
    select
        body_id,
        cleaned_digest
    from body
    where body_id in (
        select known_body_id
        from pair
        union all
        select body_id
        from pair
        anti join fresh using (body_id)
    )
)
select
    pair.comment_id,
    pair.was_cut and not pair.is_cut as is_completed
from pair
left join fresh using (body_id)
left join stored as again on again.body_id = pair.body_id
left join stored as before on before.body_id = pair.known_body_id
where coalesce(fresh.cleaned_digest, again.cleaned_digest) is distinct from before.cleaned_digest
    and (pair.was_cut or not pair.is_cut);

-- dates whose wording differs: another date, a better reading of the same one, or the same
create or replace temp table date_differs as
with worded as (
    select
        picked.comment_id,
        coalesce(picked.posted_relative, false) as is_relative,
        case
            when picked.posted_local is not null then [picked.posted_local]
            else list_filter(
                list_transform(picked.posted_readings, lambda x: try_cast(left(x, 19) as timestamp)),
                lambda x: x is not null
            )
        end as moments,
        list_position(['second', 'minute', 'hour', 'day', 'week', 'month', 'year'], picked.posted_precision) as grain,
        picked.posted_at,
        coalesce(known.posted_relative, false) as was_relative,
        case
            when known.posted_local is not null then [known.posted_local]
            else list_filter(
                list_transform(known.posted_readings, lambda x: try_cast(left(x, 19) as timestamp)),
                lambda x: x is not null
            )
        end as known_moments,
        list_position(['second', 'minute', 'hour', 'day', 'week', 'month', 'year'], known.posted_precision) as known_grain,
        known.posted_at as known_posted_at
    from picked
    join known using (comment_id)
    where picked.posted_raw is distinct from known.posted_raw
        or picked.posted_machine is distinct from known.posted_machine
),
leveled as (
    select
        *,
        ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'][greatest(grain, known_grain, 1)] as coarser
    from worded
    where len(moments) > 0
),
judged as (
    select
        *,
        list_has_any(
            list_transform(moments, lambda x: date_trunc(coarser, x)),
            list_transform(known_moments, lambda x: date_trunc(coarser, x))
        ) or coalesce(posted_at = known_posted_at, false) as is_alike
    from leveled
)
select
    comment_id,
    case
        when coalesce(len(known_moments), 0) = 0 then 'settled'
        when is_relative then null
        when was_relative then 'settled'
        when not is_alike then 'other'
        when len(moments) < len(known_moments) or grain < known_grain then 'settled'
    end as verdict
from judged;

create or replace temp table compared as
with flagged as (
    select
        picked.comment_id,
        picked.title_id,
        picked.site_id,
        picked.observed_at,
        picked.body_id,
        picked.rating_raw,
        picked.rating_percent,
        known.comment_id is null as is_new,
        coalesce(known.is_gone, false) as was_gone,
        coalesce(known.is_absent, false) as was_absent,
        known.revision_id as known_revision_id,
        known.revision as known_revision,
        known.first_seen_at as known_first_seen_at,
        text_differs.comment_id is not null as is_text,
        coalesce(text_differs.is_completed, false) as is_completed,
        date_differs.verdict,
        known.author is distinct from picked.author as is_author,
        known.parent_comment_id is distinct from picked.parent_comment_id as is_parent,
        known.title_id is distinct from picked.title_id as is_title,
        (
            known.rating_raw is distinct from picked.rating_raw
            or known.rating_markup is distinct from picked.rating_markup
            or coalesce(picked.rating_raw, picked.rating_markup) is null
        ) as is_reworded,
        (
            known.rating_value is distinct from picked.rating_value
            or known.rating_best is distinct from picked.rating_best
            or known.rating_percent is distinct from picked.rating_percent
        ) as is_otherwise,
        is_reworded and is_otherwise as is_rating,
        not is_reworded and known.rating_percent is null and picked.rating_percent is not null as is_scaled
    from picked
    left join known using (comment_id)
    left join text_differs using (comment_id)
    left join date_differs using (comment_id)
),
named as (
    select
        *,
        case
            when is_new then []
            else list_filter(
                [
                    case when is_text and not is_completed then 'text' end,
                    case when is_completed then 'full-text' end,
                    case when is_author then 'author' end,
                    case when is_parent then 'parent' end,
                    case when is_title then 'title' end,
                    case when verdict = 'other' then 'date' end,
                    case when verdict = 'settled' then 'date-settled' end,
                    case when is_rating then 'rating' end,
                    case when is_scaled then 'rating-settled' end
                ],
                lambda x: x is not null
            )
        end as changed
    from flagged
)
select
    *,
    is_new or len(changed) > 0 as is_revision,
    (select coalesce(max(revision_id), 0) from comment_revision)
        + row_number() over (partition by is_new or len(changed) > 0 order by title_id, comment_id) as revision_id,
    is_new or verdict is not null as take_date,
    is_new or is_rating or is_scaled as take_rating,
    is_new or is_text as take_text
from named
where is_new or was_absent or len(changed) > 0;
