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
        case when posted.comment_id is null then newest.posted_local else posted.posted_local end as posted_local,
        case when posted.comment_id is null then newest.posted_date else posted.posted_date end as posted_date,
        case when posted.comment_id is null then newest.posted_at else posted.posted_at end as posted_at,
        case when posted.comment_id is null then newest.posted_zone_from else posted.posted_zone_from end as posted_zone_from,
        case when posted.comment_id is null then newest.posted_precision else posted.posted_precision end as posted_precision,
        newest.posted_relative,
        case when posted.comment_id is null then newest.posted_rule else posted.posted_rule end as posted_rule,
        newest.posted_shape,
        case when posted.comment_id is null then newest.posted_readings else posted.posted_readings end as posted_readings,
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
        case when open_absence.gone_at is null then 'live' else 'gone' end as state,
        newest.first_seen_at,
        case
            when open_absence.comment_id is null then greatest(thread.last_seen_at, newest.observed_at)
            else open_absence.last_seen_at
        end as last_seen_at,
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

comment on view meta.comment_now is
    'Comments in their newest state, without their text: what the other views stand on.';
comment on column meta.comment_now.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column meta.comment_now.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column meta.comment_now.site_id is 'the site, by the name the operator gave it';
comment on column meta.comment_now.site_comment_id is 'the id that the site itself shows; null where it shows none';
comment on column meta.comment_now.parent_comment_id is 'the comment that this one answers';
comment on column meta.comment_now.depth is '0 for a comment, 1 for a reply to it, ...';
comment on column meta.comment_now.position is 'place in the thread when its newest revision was seen';
comment on column meta.comment_now.author is 'author as shown, or a salted digest where the operator chose so';
comment on column meta.comment_now.author_url is 'address of the author''s page';
comment on column meta.comment_now.permalink is 'the comment''s own address';
comment on column meta.comment_now.headline is 'the comment''s headline';
comment on column meta.comment_now.posted_raw is 'the date as the page had it';
comment on column meta.comment_now.posted_machine is 'the date as markup states it (datetime attribute, epoch)';
comment on column meta.comment_now.posted_local is 'wall clock as written; null where only a day was written, or while more than one reading remains';
comment on column meta.comment_now.posted_date is 'calendar day of posted_local';
comment on column meta.comment_now.posted_at is 'the instant (UTC); only where the zone is known';
comment on column meta.comment_now.posted_zone_from is 'where the zone comes from: offset, zone name, epoch, site';
comment on column meta.comment_now.posted_precision is
    'how much of posted_local counts: second, minute, hour, day, week, month, year';
comment on column meta.comment_now.posted_relative is 'true where the page said it relative to now (3 days ago)';
comment on column meta.comment_now.posted_rule is 'how the date was read';
comment on column meta.comment_now.posted_shape is 'the form of a date whose order is in question (N/N/N at T)';
comment on column meta.comment_now.posted_readings is 'all readings that remain, ISO 8601; empty or null once settled';
comment on column meta.comment_now.edited_raw is 'the page''s note that the comment was edited';
comment on column meta.comment_now.rating_raw is 'the rating as the page had it; null where the page shows none';
comment on column meta.comment_now.rating_value is
    'the rating''s number on the page''s own scale; null where there is none or it cannot be read';
comment on column meta.comment_now.rating_worst is
    'the lowest value of the scale, where the page or a named convention says it';
comment on column meta.comment_now.rating_best is
    'the highest value of the scale, where the page or a named convention says it';
comment on column meta.comment_now.rating_percent is
    '100 * value / best, within 0..100; null where the best is unknown';
comment on column meta.comment_now.rating_kind is 'numeric, stars, percent, letter, verdict, thumb, emoji';
comment on column meta.comment_now.rating_rule is 'how the rating was read, with the convention where one was needed';
comment on column meta.comment_now.body_id is '128-bit digest of the raw text, in hex';
comment on column meta.comment_now.truncated is 'true where the page showed only the beginning of the text';
comment on column meta.comment_now.helpful_raw is 'helpful votes as shown when this state was seen';
comment on column meta.comment_now.read_by is 'what found it: profile, engine, structured, finder, text';
comment on column meta.comment_now.confidence is 'how sure the reader was, 0..1';
comment on column meta.comment_now.state is 'live, or gone after two complete reads without it';
comment on column meta.comment_now.first_seen_at is 'when it was first seen on the site (UTC)';
comment on column meta.comment_now.last_seen_at is 'the last read that showed it, or its unchanged thread (UTC)';
comment on column meta.comment_now.gone_at is 'when the second complete read missed it; null while it is live (UTC)';
comment on column meta.comment_now.revision is 'number of its newest revision';
comment on column meta.comment_now.revision_id is 'its newest revision';
comment on column meta.comment_now.run_id is 'the run that wrote its newest revision';
comment on column meta.comment_now.capture_id is 'the stored response of its newest revision';
