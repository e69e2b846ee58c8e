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
