-- one row per title: the page's own rating beside that of the comments we hold
create view title_summary as
with counted as (
    select
        title_id,
        rating_percent,
        author,
        posted_date,
        first_seen_at,
        state
    from meta.comment_now
    where comment_id not in (select comment_id from duplicate)
),
by_title as (
    select
        title_id,
        count(*) filter (where state = 'live') as comments,
        count(rating_percent) filter (where state = 'live') as rated_comments,
        avg(rating_percent) filter (where state = 'live') as comments_percent,
        median(rating_percent) filter (where state = 'live') as comments_median_percent,
        count(*) filter (where state = 'gone') as gone_comments,
        count(distinct author) filter (where state = 'live') as authors,
        max(posted_date) as newest_posted_date,
        max(first_seen_at) as newest_seen_at
    from counted
    group by title_id
),
copies as (
    select
        title_id,
        count(*) as duplicate_comments
    from meta.comment_now
    where comment_id in (select comment_id from duplicate)
    group by title_id
),
final as (
    select
        title.title_id,
        title.site_id,
        title.name,
        title.kind,
        title.year,
        title.canonical_url,
        title.state,
        title.rating_raw as page_raw,
        title.rating_percent as page_percent,
        title.rating_count as page_count,
        title.claimed_comments,
        coalesce(by_title.comments, 0) as comments,
        coalesce(by_title.rated_comments, 0) as rated_comments,
        by_title.comments_percent,
        by_title.comments_median_percent,
        coalesce(by_title.gone_comments, 0) as gone_comments,
        coalesce(copies.duplicate_comments, 0) as duplicate_comments,
        coalesce(by_title.authors, 0) as authors,
        by_title.newest_posted_date,
        by_title.newest_seen_at,
        title.first_seen_at,
        title.last_seen_at
    from title
    left join by_title using (title_id)
    left join copies using (title_id)
)
select * from final;

comment on view title_summary is
    'Titles: the page''s own rating beside that of the comments we hold, without duplicates and gone ones.';
comment on column title_summary.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column title_summary.site_id is 'the site, by the name the operator gave it';
comment on column title_summary.name is 'name of the film, series, book or game';
comment on column title_summary.kind is 'film, series, episode, anime, book, comic, game, music, other';
comment on column title_summary.year is 'year of release as the page says';
comment on column title_summary.canonical_url is 'the title''s address, variants folded';
comment on column title_summary.state is 'live, or gone where the site answered 404 or 410';
comment on column title_summary.page_raw is 'the page''s own rating as it had it';
comment on column title_summary.page_percent is 'the page''s own rating, 0..100';
comment on column title_summary.page_count is 'ratings that the page says its own stands for';
comment on column title_summary.claimed_comments is 'comments that the page says it has';
comment on column title_summary.comments is 'live comments, without duplicates';
comment on column title_summary.rated_comments is 'those of them with a rating';
comment on column title_summary.comments_percent is 'mean rating of the comments, 0..100';
comment on column title_summary.comments_median_percent is 'median rating of the comments, 0..100';
comment on column title_summary.gone_comments is 'comments that left the site, without duplicates';
comment on column title_summary.duplicate_comments is 'comments that copy another';
comment on column title_summary.authors is 'different authors of the live comments';
comment on column title_summary.newest_posted_date is 'newest date of a comment that could be read, gone ones too';
comment on column title_summary.newest_seen_at is 'when a comment was last seen for the first time (UTC)';
comment on column title_summary.first_seen_at is 'when it was first seen on the site (UTC)';
comment on column title_summary.last_seen_at is 'the last read that showed it (UTC)';
