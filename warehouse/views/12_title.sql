-- one row per title and site, newest state
create view title as
with final as (
    select
        newest.title_id,
        newest.site_id,
        newest.name,
        newest.kind,
        newest.kind_raw,
        newest.year,
        body.raw as synopsis,
        newest.canonical_url,
        newest.rating_raw,
        newest.rating_value,
        newest.rating_worst,
        newest.rating_best,
        newest.rating_percent,
        newest.rating_rule,
        newest.rating_count,
        newest.claimed_comments,
        newest.language,
        newest.name_from,
        newest.sources,
        newest.state,
        newest.first_seen_at,
        case
            when newest.state = 'gone' then thread.last_seen_at
            else greatest(newest.observed_at, thread.last_seen_at, thread.complete_at)
        end as last_seen_at,
        newest.revision,
        newest.run_id,
        newest.capture_id
    from title_revision as newest
    anti join meta.title_superseded as superseded using (revision_id)
    left join meta.thread as thread on thread.title_id = newest.title_id
    left join body on body.body_id = newest.synopsis_id
)
select * from final;

comment on view title is 'Titles in their newest state, one row per title and site.';
comment on column title.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column title.site_id is 'the site, by the name the operator gave it';
comment on column title.name is 'name of the film, series, book or game';
comment on column title.kind is 'film, series, episode, anime, book, comic, game, music, other';
comment on column title.kind_raw is 'the kind as the page has it';
comment on column title.year is 'year of release as the page says';
comment on column title.synopsis is 'the page''s description of it';
comment on column title.canonical_url is 'the title''s address, variants folded';
comment on column title.rating_raw is 'the page''s own rating as it had it';
comment on column title.rating_value is
    'the rating''s number on the page''s own scale; null where there is none or it cannot be read';
comment on column title.rating_worst is 'the lowest value of the scale, where the page or a named convention says it';
comment on column title.rating_best is 'the highest value of the scale, where the page or a named convention says it';
comment on column title.rating_percent is '100 * value / best, within 0..100; null where the best is unknown';
comment on column title.rating_rule is 'how the rating was read, with the convention where one was needed';
comment on column title.rating_count is 'ratings that the page says its own rating stands for';
comment on column title.claimed_comments is 'comments that the page says it has';
comment on column title.language is 'language of the page';
comment on column title.name_from is 'where the name was read: profile, JSON-LD, OpenGraph, page, ...';
comment on column title.sources is 'JSON: which source each field came from, and what the others said';
comment on column title.state is 'live, or gone where the site answered 404 or 410';
comment on column title.first_seen_at is 'when it was first seen on the site (UTC)';
comment on column title.last_seen_at is 'the last read that showed it (UTC)';
comment on column title.revision is 'number of its newest revision';
comment on column title.run_id is 'the run that wrote its newest revision';
comment on column title.capture_id is 'the stored response of its newest revision';
