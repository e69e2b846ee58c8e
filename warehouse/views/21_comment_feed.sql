-- one row per live comment, newest first: what one would read in a feed
create view comment_feed as
with final as (
    select
        comment.comment_id,
        comment.site_id,
        comment.title_id,
        title.name as title_name,
        title.kind as title_kind,
        comment.author,
        comment.posted_local,
        comment.posted_raw,
        comment.posted_precision,
        comment.rating_raw,
        comment.rating_percent,
        comment.headline,
        comment.body,
        comment.parent_comment_id,
        comment.comment_id in (select comment_id from duplicate) as is_duplicate,
        comment.permalink,
        comment.first_seen_at
    from comment
    left join title using (title_id)
    where comment.state = 'live'
)
select *
from final
order by first_seen_at desc, posted_local desc nulls last, comment_id;

comment on view comment_feed is 'Live comments with the name of their title, newest first.';
comment on column comment_feed.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column comment_feed.site_id is 'the site, by the name the operator gave it';
comment on column comment_feed.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column comment_feed.title_name is 'name of the title';
comment on column comment_feed.title_kind is 'kind of the title';
comment on column comment_feed.author is 'author as shown, or a salted digest where the operator chose so';
comment on column comment_feed.posted_local is 'wall clock as written; null where only a day was written, or while more than one reading remains';
comment on column comment_feed.posted_raw is 'the date as the page had it';
comment on column comment_feed.posted_precision is
    'how much of posted_local counts: second, minute, hour, day, week, month, year';
comment on column comment_feed.rating_raw is 'the rating as the page had it; null where the page shows none';
comment on column comment_feed.rating_percent is '100 * value / best, within 0..100; null where the best is unknown';
comment on column comment_feed.headline is 'the comment''s headline';
comment on column comment_feed.body is 'the text, repeats and rating lines removed';
comment on column comment_feed.parent_comment_id is 'the comment that this one answers';
comment on column comment_feed.is_duplicate is 'true where it copies another comment';
comment on column comment_feed.permalink is 'the comment''s own address';
comment on column comment_feed.first_seen_at is 'when it was first seen on the site (UTC)';
