-- one row per comment, newest state, without its text: what the other views stand on
create view meta.comment_now as
with open_absence as (
    select
        comment_id,
        last_seen_at,
        gone_at
    from meta.absence
    where back_at is null
),
final as (
    select
        newest.comment_id,
        newest.title_id,
        newest.site_id,
        newest.site_comment_id,
        newest.parent_comment_id,
        newest.depth,
        newest.position,
        newest.author,
        newest.author_url,
        newest.permalink,
        newest.headline,
        newest.posted_raw,
        newest.posted_machine,
        if(posted.comment_id is null, newest.posted_local, posted.posted_local) as posted_local,
        if(posted.comment_id is null, newest.posted_date, posted.posted_date) as posted_date,
        if(posted.comment_id is null, newest.posted_at, posted.posted_at) as posted_at,
        if(posted.comment_id is null, newest.posted_zone_from, posted.posted_zone_from) as posted_zone_from,
        if(posted.comment_id is null, newest.posted_precision, posted.posted_precision) as posted_precision,
        newest.posted_relative,
        if(posted.comment_id is null, newest.posted_rule, posted.posted_rule) as posted_rule,
        newest.posted_shape,
        if(posted.comment_id is null, newest.posted_readings, posted.posted_readings) as posted_readings,
        newest.edited_raw,
        newest.rating_raw,
        newest.rating_value,
        newest.rating_worst,
        newest.rating_best,
        newest.rating_percent,
        newest.rating_kind,
        newest.rating_rule,
        newest.body_id,
        newest.truncated,
        newest.helpful_raw,
        newest.read_by,
        newest.confidence,
        if(open_absence.gone_at is null, 'live', 'gone') as state,
        newest.first_seen_at,
        if(
            open_absence.comment_id is null,
            greatest(thread.last_seen_at, newest.observed_at),
            open_absence.last_seen_at
        ) as last_seen_at,
        open_absence.gone_at,
        newest.revision,
        newest.revision_id,
        newest.run_id,
        newest.capture_id
    from comment_revision as newest
    anti join meta.comment_superseded as superseded using (revision_id)
    left join meta.posted as posted on posted.comment_id = newest.comment_id
    left join open_absence on open_absence.comment_id = newest.comment_id
    left join meta.thread as thread on thread.title_id = newest.title_id
)
select * from final;
