-- one row per title and loaded night from its first on: the ratings as they stood at the end of that night
create view rating_by_night as
with night as (
    select
        night,
        max(run_id) as run_id
    from meta.run
    where loaded
    group by night
),
run_night as (
    select
        run_id,
        night
    from meta.run
    where loaded
),
counted as (
    select *
    from comment_revision
    where comment_id not in (select comment_id from duplicate)
),
away as (
    select
        absence.gone_run_id,
        absence.back_run_id,
        counted.title_id,
        counted.rating_percent
    from meta.absence as absence
    join counted
        on counted.comment_id = absence.comment_id
        and counted.observed_at <= absence.gone_at
    where absence.gone_run_id is not null
    qualify row_number() over (
        partition by absence.comment_id, absence.gone_run_id
        order by counted.revision desc
    ) = 1
),
step as (
    select
        title_id,
        run_id,
        1 as sign,
        rating_percent
    from counted
    union all
    select
        counted.title_id,
        superseded.run_id,
        -1,
        counted.rating_percent
    from meta.comment_superseded as superseded
    join counted using (revision_id)
    union all
    select
        title_id,
        gone_run_id,
        -1,
        rating_percent
    from away
    union all
    select
        title_id,
        back_run_id,
        1,
        rating_percent
    from away
    where back_run_id is not null
),
by_night as (
    select
        step.title_id,
        run_night.night,
        sum(sign) as comments,
        coalesce(sum(sign) filter (where rating_percent is not null), 0) as rated_comments,
        coalesce(sum(sign * rating_percent), 0) as percents
    from step
    join run_night using (run_id)
    group by all
),
running as (
    select
        title_id,
        night,
        sum(comments) over run as comments,
        sum(rated_comments) over run as rated_comments,
        sum(percents) over run as percents
    from by_night
    window run as (partition by title_id order by night)
),
page as (
    select
        title_revision.title_id,
        run_night.night,
        title_revision.name,
        title_revision.rating_raw,
        title_revision.rating_percent,
        title_revision.rating_count,
        title_revision.state
    from title_revision
    join run_night using (run_id)
    qualify row_number() over (
        partition by title_revision.title_id, run_night.night
        order by title_revision.revision desc
    ) = 1
),
born as (
    select
        title_id,
        min(night) as first_night
    from (
        select title_id, night from by_night
        union all
        select title_id, night from page
    )
    group by title_id
),
grid as (
    select
        born.title_id,
        night.night
    from born
    join night on night.night >= born.first_night
),
final as (
    select
        grid.title_id,
        grid.night,
        page.name,
        page.state,
        page.rating_raw as page_raw,
        page.rating_percent as page_percent,
        page.rating_count as page_count,
        coalesce(running.comments, 0)::bigint as comments,
        coalesce(running.rated_comments, 0)::bigint as rated_comments,
        case when running.rated_comments > 0 then running.percents / running.rated_comments end as comments_percent
    from grid
    asof left join running
        on running.title_id = grid.title_id
        and running.night <= grid.night
    asof left join page
        on page.title_id = grid.title_id
        and page.night <= grid.night
)
select * from final;

comment on view rating_by_night is
    'Ratings as they stood at the end of each loaded night, one row per title and night from its first on, filled between revisions.';
comment on column rating_by_night.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column rating_by_night.night is 'the night';
comment on column rating_by_night.name is 'name of the film, series, book or game';
comment on column rating_by_night.state is 'live, or gone where the site answered 404 or 410';
comment on column rating_by_night.page_raw is 'the page''s own rating as it had it';
comment on column rating_by_night.page_percent is 'the page''s own rating, 0..100';
comment on column rating_by_night.page_count is 'ratings that the page says its own stands for';
comment on column rating_by_night.comments is 'comments that stood that night, without duplicates';
comment on column rating_by_night.rated_comments is 'those of them with a rating';
comment on column rating_by_night.comments_percent is 'their mean rating, 0..100';
