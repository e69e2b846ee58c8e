-- one row per comment, newest state, with its text
create view comment as
select
    comment_now.*,
    body.cleaned as body
from meta.comment_now as comment_now
left join body using (body_id);

comment on view comment is 'Comments in their newest state, one row each, gone ones too.';
comment on column comment.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column comment.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column comment.site_id is 'the site, by the name the operator gave it';
comment on column comment.site_comment_id is 'the id that the site itself shows; null where it shows none';
comment on column comment.parent_comment_id is 'the comment that this one answers';
comment on column comment.depth is '0 for a comment, 1 for a reply to it, ...';
comment on column comment.position is 'place in the thread when its newest revision was seen';
comment on column comment.author is 'author as shown, or a salted digest where the operator chose so';
comment on column comment.author_url is 'address of the author''s page';
comment on column comment.permalink is 'the comment''s own address';
comment on column comment.headline is 'the comment''s headline';
comment on column comment.posted_raw is 'the date as the page had it';
comment on column comment.posted_machine is 'the date as markup states it (datetime attribute, epoch)';
comment on column comment.posted_local is 'wall clock as written; null where only a day was written, or while more than one reading remains';
comment on column comment.posted_date is 'calendar day of posted_local';
comment on column comment.posted_at is 'the instant (UTC); only where the zone is known';
comment on column comment.posted_zone_from is 'where the zone comes from: offset, zone name, epoch, site';
comment on column comment.posted_precision is
    'how much of posted_local counts: second, minute, hour, day, week, month, year';
comment on column comment.posted_relative is 'true where the page said it relative to now (3 days ago)';
comment on column comment.posted_rule is 'how the date was read';
comment on column comment.posted_shape is 'the form of a date whose order is in question (N/N/N at T)';
comment on column comment.posted_readings is 'all readings that remain, ISO 8601; empty or null once settled';
comment on column comment.edited_raw is 'the page''s note that the comment was edited';
comment on column comment.rating_raw is 'the rating as the page had it; null where the page shows none';
comment on column comment.rating_value is
    'the rating''s number on the page''s own scale; null where there is none or it cannot be read';
comment on column comment.rating_worst is 'the lowest value of the scale, where the page or a named convention says it';
comment on column comment.rating_best is 'the highest value of the scale, where the page or a named convention says it';
comment on column comment.rating_percent is '100 * value / best, within 0..100; null where the best is unknown';
comment on column comment.rating_kind is 'numeric, stars, percent, letter, verdict, thumb, emoji';
comment on column comment.rating_rule is 'how the rating was read, with the convention where one was needed';
comment on column comment.body_id is '128-bit digest of the raw text, in hex';
comment on column comment.truncated is 'true where the page showed only the beginning of the text';
comment on column comment.helpful_raw is 'helpful votes as shown when this state was seen';
comment on column comment.read_by is 'what found it: profile, engine, structured, finder, text';
comment on column comment.confidence is 'how sure the reader was, 0..1';
comment on column comment.state is 'live, or gone after two complete reads without it';
comment on column comment.first_seen_at is 'when it was first seen on the site (UTC)';
comment on column comment.last_seen_at is 'the last read that showed it, or its unchanged thread (UTC)';
comment on column comment.gone_at is 'when the second complete read missed it; null while it is live (UTC)';
comment on column comment.revision is 'number of its newest revision';
comment on column comment.revision_id is 'its newest revision';
comment on column comment.run_id is 'the run that wrote its newest revision';
comment on column comment.capture_id is 'the stored response of its newest revision';
comment on column comment.body is 'the text, repeats and rating lines removed; the raw one is body.raw';
