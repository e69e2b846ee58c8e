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
