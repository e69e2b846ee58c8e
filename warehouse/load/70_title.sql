-- titles read anew or found gone. A page of a known title that names none was not read well: it changes nothing.
create or replace temp table picked_title as
with latest as (
    select
        *,
        case when synopsis is not null then md5(synopsis) end as synopsis_id,
        coalesce(state, 'live') as shown_state
    from staged_title
    qualify row_number() over (
        partition by title_id
        order by observed_at desc, name is null, capture_id desc, canonical_url
    ) = 1
)
select
    latest.*,
    known.title_id is null as is_new,
    known.revision_id as known_revision_id,
    known.revision as known_revision,
    known.first_seen_at as known_first_seen_at,
    known.state as known_state,
    known.rating_raw as known_rating_raw,
    known.rating_percent as known_rating_percent,
    case
        when known.title_id is null then []
        when latest.shown_state = 'gone' then if(known.state = 'gone', [], ['state'])
        when latest.name is null then []
        else list_filter(
            [
                case when known.state <> 'live' then 'state' end,
                case when known.name is distinct from latest.name then 'name' end,
                case when known.kind is distinct from latest.kind then 'kind' end,
                case when known.year is distinct from latest.year then 'year' end,
                case when known.synopsis_id is distinct from latest.synopsis_id then 'synopsis' end,
                case when known.canonical_url is distinct from latest.canonical_url then 'canonical_url' end,
                case when known.language is distinct from latest.language then 'language' end,
                case
                    when known.rating_value is distinct from latest.rating_value
                        or known.rating_best is distinct from latest.rating_best
                        or known.rating_percent is distinct from latest.rating_percent
                        then 'rating'
                end,
                case when known.rating_count is distinct from latest.rating_count then 'rating_count' end,
                case when known.claimed_comments is distinct from latest.claimed_comments then 'claimed_comments' end
            ],
            lambda x: x is not null
        )
    end as changed
from latest
left join (
    select *
    from title_revision
    where title_id in (select title_id from latest)
        and revision_id not in (select revision_id from meta.title_superseded)
) as known using (title_id);

create or replace temp table new_title as
select
    *,
    (select coalesce(max(revision_id), 0) from title_revision) + row_number() over (order by title_id) as revision_id
from picked_title
where is_new or len(changed) > 0;

insert into body by name
select distinct
    new_title.synopsis_id as body_id,
    new_title.synopsis as raw,
    new_title.synopsis as cleaned,
    md5_number_lower(new_title.synopsis) as cleaned_digest,
    len(string_split_regex(trim(new_title.synopsis), '\s+')) as words
from new_title
anti join body on body.body_id = new_title.synopsis_id
where new_title.synopsis is not null;

-- a title found gone keeps what its page last said
create or replace temp table known_title as
select *
from title_revision
where revision_id in (select known_revision_id from new_title where shown_state = 'gone');

insert into title_revision by name
select
    revision_id,
    title_id,
    site_id,
    coalesce(known_revision, 0) + 1 as revision,
    getvariable('run_id') as run_id,
    observed_at,
    coalesce(known_first_seen_at, observed_at) as first_seen_at,
    capture_id,
    canonical_url,
    name,
    name_from,
    kind,
    kind_raw,
    year,
    synopsis_id,
    rating_raw,
    rating_value,
    rating_worst,
    rating_best,
    rating_percent,
    rating_rule,
    rating_count,
    claimed_comments,
    language,
    sources,
    shown_state as state,
    changed
from new_title
where is_new or shown_state <> 'gone'
union all by name
select
    known_title.* replace (
        new_title.revision_id as revision_id,
        known_title.revision + 1 as revision,
        getvariable('run_id') as run_id,
        new_title.observed_at as observed_at,
        new_title.capture_id as capture_id,
        'gone' as state,
        new_title.changed as changed
    )
from new_title
join known_title using (title_id)
where not new_title.is_new and new_title.shown_state = 'gone';

insert into meta.title_superseded by name
select
    known_revision_id as revision_id,
    revision_id as by_revision_id,
    getvariable('run_id') as run_id
from new_title
where not is_new;

insert into change by name
with kinds as (
    select
        *,
        list_filter(changed, lambda x: x in ('name', 'kind', 'year', 'synopsis', 'canonical_url', 'language')) as fields,
        unnest(list_filter(
            [
                case when is_new and shown_state = 'live' then 'added' end,
                case when shown_state = 'gone' and not is_new then 'gone' end,
                case when known_state = 'gone' and shown_state = 'live' then 'returned' end,
                case when len(fields) > 0 then 'edited' end,
                case when 'rating' in changed then 're-rated' end
            ],
            lambda x: x is not null
        )) as change_kind
    from new_title
)
select
    getvariable('run_id') as run_id,
    observed_at as changed_at,
    change_kind as kind,
    'title' as entity,
    title_id as entity_id,
    site_id,
    title_id,
    case change_kind when 'edited' then fields when 're-rated' then ['rating'] end as fields,
    case change_kind when 're-rated' then known_rating_raw end as before,
    case when change_kind in ('re-rated', 'added') then rating_raw end as after,
    case change_kind when 're-rated' then known_rating_percent end as percent_before,
    case when change_kind in ('re-rated', 'added') then rating_percent end as percent_after
from kinds;
