-- new states of comments; what the site shows no differently keeps its earlier reading
insert into comment_revision by name
select
    compared.revision_id,
    picked.comment_id,
    picked.title_id,
    picked.site_id,
    coalesce(compared.known_revision, 0) + 1 as revision,
    getvariable('run_id') as run_id,
    picked.observed_at,
    coalesce(compared.known_first_seen_at, picked.observed_at) as first_seen_at,
    picked.capture_id,
    picked.site_comment_id,
    picked.parent_comment_id,
    picked.depth,
    picked.position,
    picked.author,
    picked.author_url,
    picked.permalink,
    picked.headline,
    if(compared.take_date, picked.posted_raw, known.posted_raw) as posted_raw,
    if(compared.take_date, picked.posted_machine, known.posted_machine) as posted_machine,
    if(compared.take_date, picked.posted_locale, known.posted_locale) as posted_locale,
    if(compared.take_date, picked.posted_local, known.posted_local) as posted_local,
    if(compared.take_date, picked.posted_date, known.posted_date) as posted_date,
    if(compared.take_date, picked.posted_at, known.posted_at) as posted_at,
    if(compared.take_date, picked.posted_zone_from, known.posted_zone_from) as posted_zone_from,
    if(compared.take_date, picked.posted_precision, known.posted_precision) as posted_precision,
    if(compared.take_date, picked.posted_relative, known.posted_relative) as posted_relative,
    if(compared.take_date, picked.posted_rule, known.posted_rule) as posted_rule,
    if(compared.take_date, picked.posted_shape, known.posted_shape) as posted_shape,
    if(compared.take_date, picked.posted_readings, known.posted_readings) as posted_readings,
    picked.edited_raw,
    if(compared.take_rating, picked.rating_raw, known.rating_raw) as rating_raw,
    if(compared.take_rating, picked.rating_value, known.rating_value) as rating_value,
    if(compared.take_rating, picked.rating_worst, known.rating_worst) as rating_worst,
    if(compared.take_rating, picked.rating_best, known.rating_best) as rating_best,
    if(compared.take_rating, picked.rating_percent, known.rating_percent) as rating_percent,
    if(compared.take_rating, picked.rating_kind, known.rating_kind) as rating_kind,
    if(compared.take_rating, picked.rating_rule, known.rating_rule) as rating_rule,
    if(compared.take_rating, picked.rating_markup, known.rating_markup) as rating_markup,
    if(compared.take_text, picked.body_id, known.body_id) as body_id,
    picked.helpful_raw,
    picked.read_by,
    picked.confidence,
    if(compared.take_text, picked.truncated, known.truncated) as truncated,
    compared.changed
from picked
join compared on compared.comment_id = picked.comment_id and compared.is_revision
left join known on known.comment_id = picked.comment_id;

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

-- long texts go straight from the staged files into the table; only those staged twice are looked at side by side
create or replace temp table new_body as
with wanted as (
    select distinct body_id
    from compared
    where is_revision and take_text
)
select
    wanted.body_id,
    count(*) > 1 as is_repeated
from wanted
join staged_body using (body_id)
where wanted.body_id not in (select body_id from body semi join wanted using (body_id))
group by wanted.body_id;

insert into body by name
select
    body_id,
    raw,
    cleaned,
    md5_number_lower(cleaned) as cleaned_digest,
    words
from staged_body
semi join (select body_id from new_body where not is_repeated) as single using (body_id)
union all by name
select
    body_id,
    min(raw) as raw,
    min(cleaned) as cleaned,
    md5_number_lower(min(cleaned)) as cleaned_digest,
    arg_min(words, cleaned) as words
from staged_body
semi join (select body_id from new_body where is_repeated) as several using (body_id)
group by body_id;

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
    and compared.take_text
anti join repeat
    on repeat.comment_id = staged_repeat.comment_id
    and repeat.body_id = staged_repeat.body_id;
