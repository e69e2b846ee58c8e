-- new states of comments; what the site shows no differently keeps its earlier reading
insert into comment_revision by name
select
    compared.revision_id,
    compared.comment_id,
    compared.title_id,
    compared.site_id,
    coalesce(compared.known_revision, 0) + 1 as revision,
    getvariable('run_id') as run_id,
    compared.observed_at,
    coalesce(compared.known_first_seen_at, compared.observed_at) as first_seen_at,
    compared.capture_id,
    compared.site_comment_id,
    compared.parent_comment_id,
    compared.depth,
    compared.position,
    compared.author,
    compared.author_url,
    compared.permalink,
    compared.headline,
    if(take_date, compared.posted_raw, known.posted_raw) as posted_raw,
    if(take_date, compared.posted_machine, known.posted_machine) as posted_machine,
    if(take_date, compared.posted_locale, known.posted_locale) as posted_locale,
    if(take_date, compared.posted_local, known.posted_local) as posted_local,
    if(take_date, compared.posted_date, known.posted_date) as posted_date,
    if(take_date, compared.posted_at, known.posted_at) as posted_at,
    if(take_date, compared.posted_zone_from, known.posted_zone_from) as posted_zone_from,
    if(take_date, compared.posted_precision, known.posted_precision) as posted_precision,
    if(take_date, compared.posted_relative, known.posted_relative) as posted_relative,
    if(take_date, compared.posted_rule, known.posted_rule) as posted_rule,
    if(take_date, compared.posted_shape, known.posted_shape) as posted_shape,
    if(take_date, compared.posted_readings, known.posted_readings) as posted_readings,
    compared.edited_raw,
    if(take_rating, compared.rating_raw, known.rating_raw) as rating_raw,
    if(take_rating, compared.rating_value, known.rating_value) as rating_value,
    if(take_rating, compared.rating_worst, known.rating_worst) as rating_worst,
    if(take_rating, compared.rating_best, known.rating_best) as rating_best,
    if(take_rating, compared.rating_percent, known.rating_percent) as rating_percent,
    if(take_rating, compared.rating_kind, known.rating_kind) as rating_kind,
    if(take_rating, compared.rating_rule, known.rating_rule) as rating_rule,
    if(take_rating, compared.rating_markup, known.rating_markup) as rating_markup,
    if(take_text, compared.body_id, known.body_id) as body_id,
    compared.helpful_raw,
    compared.read_by,
    compared.confidence,
    if(take_text, compared.truncated, known.truncated) as truncated,
    compared.changed
from (
    select
        *,
        is_new or verdict is not null as take_date,
        is_new or is_rating or is_scaled as take_rating,
        is_new or is_text as take_text
    from compared
    where is_revision
) as compared
left join known using (comment_id)
order by compared.revision_id;

insert into meta.comment_superseded by name
select
    known_revision_id as revision_id,
    revision_id as by_revision_id,
    getvariable('run_id') as run_id
from compared
where is_revision and not is_new;

-- a date read again after a later decision holds until the site shows another
delete from meta.posted
where comment_id in (select comment_id from compared where verdict is not null and not is_new);

insert into body by name
with wanted as (
    select distinct body_id
    from compared
    where is_revision and (is_new or is_text)
)
select
    body_id,
    raw,
    cleaned,
    words
from staged_body
where body_id in (select body_id from wanted)
    and body_id not in (select body_id from body where body_id in (select body_id from wanted))
qualify row_number() over (partition by body_id order by cleaned) = 1;

insert into repeat by name
select distinct
    staged_repeat.comment_id,
    staged_repeat.body_id,
    staged_repeat.ordinal,
    staged_repeat.kind,
    staged_repeat.rule,
    staged_repeat.text,
    staged_repeat.span_start,
    staged_repeat.span_end,
    staged_repeat.kept_start,
    staged_repeat.kept_end
from staged_repeat
semi join compared
    on compared.comment_id = staged_repeat.comment_id
    and compared.body_id = staged_repeat.body_id
    and compared.is_revision
    and (compared.is_new or compared.is_text)
anti join repeat
    on repeat.comment_id = staged_repeat.comment_id
    and repeat.body_id = staged_repeat.body_id;
