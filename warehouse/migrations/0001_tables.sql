create schema if not exists meta;

-- one row per observed state of a title; rows are only ever added
create table title_revision (
    revision_id bigint,
    title_id varchar,
    site_id varchar,
    revision integer,
    run_id varchar,
    observed_at timestamptz,
    first_seen_at timestamptz,
    capture_id varchar,
    canonical_url varchar,
    name varchar,
    name_from varchar,
    kind varchar,
    kind_raw varchar,
    year integer,
    synopsis_id varchar,
    rating_raw varchar,
    rating_value double,
    rating_worst double,
    rating_best double,
    rating_percent double,
    rating_rule varchar,
    rating_count bigint,
    claimed_comments bigint,
    language varchar,
    sources varchar,
    state varchar,
    changed varchar[]
);
comment on table title_revision is 'Observed states of titles, one row each, insert-only; the newest of each is in title.';
comment on column title_revision.revision_id is 'number of the revision, rising with the loads';
comment on column title_revision.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column title_revision.site_id is 'the site, by the name the operator gave it';
comment on column title_revision.revision is '1 for the first state seen, then 2, 3, ...';
comment on column title_revision.run_id is 'the run that wrote this row';
comment on column title_revision.observed_at is 'when the page that shows this state was captured (UTC)';
comment on column title_revision.first_seen_at is 'when it was first seen on the site (UTC)';
comment on column title_revision.capture_id is 'the stored response that it was read from, see meta.capture';
comment on column title_revision.canonical_url is 'the title''s address, variants folded';
comment on column title_revision.name is 'name of the film, series, book or game';
comment on column title_revision.name_from is 'where the name was read: profile, JSON-LD, OpenGraph, page, ...';
comment on column title_revision.kind is 'film, series, episode, anime, book, comic, game, music, other';
comment on column title_revision.kind_raw is 'the kind as the page has it';
comment on column title_revision.year is 'year of release as the page says';
comment on column title_revision.synopsis_id is 'body_id of the synopsis';
comment on column title_revision.rating_raw is 'the rating as the page had it; null where the page shows none';
comment on column title_revision.rating_value is
    'the rating''s number on the page''s own scale; null where there is none or it cannot be read';
comment on column title_revision.rating_worst is 'the lowest value of the scale, where the page or a named convention says it';
comment on column title_revision.rating_best is 'the highest value of the scale, where the page or a named convention says it';
comment on column title_revision.rating_percent is '100 * value / best, within 0..100; null where the best is unknown';
comment on column title_revision.rating_rule is 'how the rating was read, with the convention where one was needed';
comment on column title_revision.rating_count is 'ratings that the page says its own rating stands for';
comment on column title_revision.claimed_comments is 'comments that the page says it has';
comment on column title_revision.language is 'language of the page';
comment on column title_revision.sources is 'JSON: which source each field came from, and what the others said';
comment on column title_revision.state is 'live, or gone where the site answered 404 or 410';
comment on column title_revision.changed is
    'what differs from the revision before; empty for the first. date-settled, rating-settled and full-text are better readings of the same thing, not changes of it';

-- one row per observed state of a comment; rows are only ever added
create table comment_revision (
    revision_id bigint,
    comment_id varchar,
    title_id varchar,
    site_id varchar,
    revision integer,
    run_id varchar,
    observed_at timestamptz,
    first_seen_at timestamptz,
    capture_id varchar,
    site_comment_id varchar,
    parent_comment_id varchar,
    depth integer,
    position integer,
    author varchar,
    author_url varchar,
    permalink varchar,
    headline varchar,
    posted_raw varchar,
    posted_machine varchar,
    posted_locale varchar,
    posted_local timestamp,
    posted_date date,
    posted_at timestamptz,
    posted_zone_from varchar,
    posted_precision varchar,
    posted_relative boolean,
    posted_rule varchar,
    posted_shape varchar,
    posted_readings varchar[],
    edited_raw varchar,
    rating_raw varchar,
    rating_value double,
    rating_worst double,
    rating_best double,
    rating_percent double,
    rating_kind varchar,
    rating_rule varchar,
    rating_markup varchar,
    body_id varchar,
    helpful_raw varchar,
    read_by varchar,
    confidence double,
    truncated boolean,
    changed varchar[]
);
comment on table comment_revision is 'Observed states of comments, one row each, insert-only; the newest of each is in comment.';
comment on column comment_revision.revision_id is 'number of the revision, rising with the loads';
comment on column comment_revision.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column comment_revision.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column comment_revision.site_id is 'the site, by the name the operator gave it';
comment on column comment_revision.revision is '1 for the first state seen, then 2, 3, ...';
comment on column comment_revision.run_id is 'the run that wrote this row';
comment on column comment_revision.observed_at is 'when the page that shows this state was captured (UTC)';
comment on column comment_revision.first_seen_at is 'when it was first seen on the site (UTC)';
comment on column comment_revision.capture_id is 'the stored response that it was read from, see meta.capture';
comment on column comment_revision.site_comment_id is 'the id that the site itself shows; null where it shows none';
comment on column comment_revision.parent_comment_id is 'the comment that this one answers';
comment on column comment_revision.depth is '0 for a comment, 1 for a reply to it, ...';
comment on column comment_revision.position is 'place in the thread when this state was seen';
comment on column comment_revision.author is 'author as shown, or a salted digest where the operator chose so';
comment on column comment_revision.author_url is 'address of the author''s page';
comment on column comment_revision.permalink is 'the comment''s own address';
comment on column comment_revision.headline is 'the comment''s headline';
comment on column comment_revision.posted_raw is 'the date as the page had it';
comment on column comment_revision.posted_machine is 'the date as markup states it (datetime attribute, epoch)';
comment on column comment_revision.posted_locale is 'language that the date was read in';
comment on column comment_revision.posted_local is 'wall clock as written; null where only a day was written, or while more than one reading remains';
comment on column comment_revision.posted_date is 'calendar day of posted_local';
comment on column comment_revision.posted_at is 'the instant (UTC); only where the zone is known';
comment on column comment_revision.posted_zone_from is 'where the zone comes from: offset, zone name, epoch, site';
comment on column comment_revision.posted_precision is 'how much of posted_local counts: second, minute, hour, day, week, month, year';
comment on column comment_revision.posted_relative is 'true where the page said it relative to now (3 days ago)';
comment on column comment_revision.posted_rule is 'how the date was read';
comment on column comment_revision.posted_shape is 'the form of a date whose order is in question (N/N/N at T)';
comment on column comment_revision.posted_readings is 'all readings that remain, ISO 8601; empty or null once settled';
comment on column comment_revision.edited_raw is 'the page''s note that the comment was edited';
comment on column comment_revision.rating_raw is 'the rating as the page had it; null where the page shows none';
comment on column comment_revision.rating_value is
    'the rating''s number on the page''s own scale; null where there is none or it cannot be read';
comment on column comment_revision.rating_worst is 'the lowest value of the scale, where the page or a named convention says it';
comment on column comment_revision.rating_best is 'the highest value of the scale, where the page or a named convention says it';
comment on column comment_revision.rating_percent is '100 * value / best, within 0..100; null where the best is unknown';
comment on column comment_revision.rating_kind is 'numeric, stars, percent, letter, verdict, thumb, emoji';
comment on column comment_revision.rating_rule is 'how the rating was read, with the convention where one was needed';
comment on column comment_revision.rating_markup is 'the markup that carries the rating where text alone does not';
comment on column comment_revision.body_id is '128-bit digest of the raw text, in hex';
comment on column comment_revision.helpful_raw is 'helpful votes as shown when this state was seen';
comment on column comment_revision.read_by is 'what found it: profile, engine, structured, finder, text';
comment on column comment_revision.confidence is 'how sure the reader was, 0..1';
comment on column comment_revision.truncated is 'true where the page showed only the beginning of the text';
comment on column comment_revision.changed is
    'what differs from the revision before; empty for the first. date-settled, rating-settled and full-text are better readings of the same thing, not changes of it';

-- one row per distinct text
create table body (
    body_id varchar,
    raw varchar,
    cleaned varchar,
    cleaned_digest ubigint,
    words integer
);
comment on table body is 'Distinct texts of comments and synopses, insert-only. Long text stands here and nowhere else.';
comment on column body.body_id is '128-bit digest of the raw text, in hex';
comment on column body.raw is 'the text as shown, paragraphs separated by one line feed';
comment on column body.cleaned is 'the text without repeats and rating lines';
comment on column body.cleaned_digest is 'lower half of the MD5 of the cleaned text: tells edits from noise without reading texts';
comment on column body.words is 'words in the cleaned text';

-- one row per piece of text taken out of, or marked in, a comment's body
create table repeat (
    comment_id varchar,
    body_id varchar,
    ordinal integer,
    kind varchar,
    rule varchar,
    text varchar,
    span_start integer,
    span_end integer,
    kept_start integer,
    kept_end integer
);
comment on table repeat is
    'Text that a comment shows again (preview and full text, a copied tail, a quote): what was taken out or marked, and where it stood.';
comment on column repeat.comment_id is 'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column repeat.body_id is '128-bit digest of the raw text, in hex';
comment on column repeat.ordinal is '1, 2, ... within the comment';
comment on column repeat.kind is 'tail, whole, preview, headline, quote, markup';
comment on column repeat.rule is 'the rule that recognised it';
comment on column repeat.text is 'the repeated text';
comment on column repeat.span_start is 'first character of the piece in body.raw, from 0';
comment on column repeat.span_end is 'character after its last';
comment on column repeat.kept_start is 'first character of the copy that was kept';
comment on column repeat.kept_end is 'character after its last';

-- one row per comment that copies another
create table duplicate (
    comment_id varchar,
    cluster_id varchar,
    canonical_comment_id varchar,
    similarity double,
    containment double,
    rule varchar,
    run_id varchar
);
comment on table duplicate is
    'Comments whose text stands in another comment too, exactly or nearly; the canonical one has no row, nor has one that only quotes another beside words of its own.';
comment on column duplicate.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column duplicate.cluster_id is 'the cluster of like texts';
comment on column duplicate.canonical_comment_id is 'the comment that counts as the original: earliest, then longest';
comment on column duplicate.similarity is 'Jaccard similarity of the shingles, 0..1';
comment on column duplicate.containment is 'share of the shorter text that stands in the longer, 0..1';
comment on column duplicate.rule is
    'exact: equal but for case, width, space and punctuation; near: similarity 0.8 or more; cut: a part of the canonical text; extended: the canonical text and more, by the same author';
comment on column duplicate.run_id is 'the run that put it into this cluster';

-- one row per title and run that asked for its thread
create table thread_read (
    title_id varchar,
    site_id varchar,
    run_id varchar,
    read_at timestamptz,
    pages integer,
    claimed bigint,
    read bigint,
    unchanged boolean,
    complete boolean,
    reason varchar
);
comment on table thread_read is 'Reads of threads, one per title and run. Claimed against read, completeness and last seen come from here.';
comment on column thread_read.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column thread_read.site_id is 'the site, by the name the operator gave it';
comment on column thread_read.run_id is 'the run that wrote this row';
comment on column thread_read.read_at is 'when its last page was captured (UTC)';
comment on column thread_read.pages is 'pages that the thread had';
comment on column thread_read.claimed is 'comments that the page says there are';
comment on column thread_read.read is 'comments that were read; null where nothing had changed and nothing was read anew';
comment on column thread_read.unchanged is 'true where every page was the same as before';
comment on column thread_read.complete is
    'true where the pages ended normally and the thread did not shrink suddenly; only complete reads make a comment gone';
comment on column thread_read.reason is 'why the read is not complete, or what was odd';

-- one row per thing that changed in a run
create table change (
    run_id varchar,
    changed_at timestamptz,
    kind varchar,
    entity varchar,
    entity_id varchar,
    site_id varchar,
    title_id varchar,
    fields varchar[],
    before varchar,
    after varchar,
    percent_before double,
    percent_after double,
    touched bigint
);
comment on table change is 'What changed, one row per thing and run.';
comment on column change.run_id is 'the run that wrote this row';
comment on column change.changed_at is 'when the page that shows it was captured (UTC)';
comment on column change.kind is 'added, edited, re-rated, gone, returned, date-order';
comment on column change.entity is 'comment, title or site';
comment on column change.entity_id is 'comment_id, title_id, or the date shape of a date-order decision';
comment on column change.site_id is 'the site, by the name the operator gave it';
comment on column change.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column change.fields is 'which fields an edit touched';
comment on column change.before is 'rating or order before';
comment on column change.after is 'rating or order after';
comment on column change.percent_before is 'rating_percent before';
comment on column change.percent_after is 'rating_percent after';
comment on column change.touched is 'stored comments that a date-order decision read again';

-- one row per site and date shape
create table date_order (
    site_id varchar,
    shape varchar,
    date_order varchar,
    rule varchar,
    votes_for double,
    votes_against double,
    examples_for varchar[],
    examples_against varchar[],
    run_id varchar
);
comment on table date_order is 'The order in which a site writes numeric dates, one row per site and date shape.';
comment on column date_order.site_id is 'the site, by the name the operator gave it';
comment on column date_order.shape is 'the form of the date (N/N/N at T)';
comment on column date_order.date_order is 'dmy, mdy or ymd; null while it is open';
comment on column date_order.rule is 'what settled it, or why it is open';
comment on column date_order.votes_for is 'weight of the evidence for the order';
comment on column date_order.votes_against is 'weight of the evidence against it';
comment on column date_order.examples_for is 'dates that speak for it';
comment on column date_order.examples_against is 'dates that speak against it';
comment on column date_order.run_id is 'the run that wrote this row last';

-- one row per input that could not be read
create table reject (
    run_id varchar,
    site_id varchar,
    stage varchar,
    reason varchar,
    capture_id varchar,
    title_id varchar,
    raw varchar
);
comment on table reject is 'Inputs that could not be read, with the reason; nothing is dropped silently.';
comment on column reject.run_id is 'the run that wrote this row';
comment on column reject.site_id is 'the site, by the name the operator gave it';
comment on column reject.stage is 'fetch, read, date, rating, load';
comment on column reject.reason is 'stable name of the reason';
comment on column reject.capture_id is 'the stored response that it was read from, see meta.capture';
comment on column reject.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column reject.raw is 'the text or a piece of it';

-- one row per stored response
create table meta.capture (
    capture_id varchar,
    site_id varchar,
    run_id varchar,
    url varchar,
    fetched_at timestamptz,
    status integer,
    digest varchar,
    content_capture_id varchar,
    archive_file varchar,
    archive_offset bigint,
    outcome varchar,
    reason varchar,
    profile varchar,
    encoding varchar
);
comment on table meta.capture is 'Stored responses, failed and unchanged ones too; the bytes are in the archive.';
comment on column meta.capture.capture_id is 'the response''s id';
comment on column meta.capture.site_id is 'the site, by the name the operator gave it';
comment on column meta.capture.run_id is 'the run that wrote this row';
comment on column meta.capture.url is 'the address asked';
comment on column meta.capture.fetched_at is 'when it was answered (UTC)';
comment on column meta.capture.status is 'HTTP status';
comment on column meta.capture.digest is 'digest of the bytes';
comment on column meta.capture.content_capture_id is 'the capture whose bytes it stands for; itself where it has its own';
comment on column meta.capture.archive_file is 'WARC file, relative to the archive';
comment on column meta.capture.archive_offset is 'byte offset of its record in that file';
comment on column meta.capture.outcome is 'ok, blocked, empty, unreadable, unchanged, gone, error';
comment on column meta.capture.reason is 'why, where it is not ok';
comment on column meta.capture.profile is 'profile that read it';
comment on column meta.capture.encoding is 'encoding it was decoded with';

-- one row per run, failed ones too
create table meta.run (
    run_id varchar,
    night date,
    started_at timestamptz,
    ended_at timestamptz,
    outcome varchar,
    partial boolean,
    error varchar,
    loaded boolean,
    settings_digest varchar,
    version varchar
);
comment on table meta.run is 'Runs, failed ones too.';
comment on column meta.run.run_id is 'the run, in time order';
comment on column meta.run.night is 'the operator''s local date that the run belongs to';
comment on column meta.run.started_at is 'start (UTC)';
comment on column meta.run.ended_at is 'end (UTC); null for the run that wrote this file';
comment on column meta.run.outcome is 'running, ok, trouble, failed, killed';
comment on column meta.run.partial is 'true where a deadline cut it short';
comment on column meta.run.error is 'what went wrong, in one line';
comment on column meta.run.loaded is 'true where its rows are in this warehouse';
comment on column meta.run.settings_digest is 'digest of the settings in force';
comment on column meta.run.version is 'version of nightreel';

-- one row per step of a run
create table meta.step (
    run_id varchar,
    ordinal integer,
    name varchar,
    started_at timestamptz,
    ended_at timestamptz,
    outcome varchar,
    counts map(varchar, bigint),
    error varchar
);
comment on table meta.step is 'Steps of runs.';
comment on column meta.step.run_id is 'the run';
comment on column meta.step.ordinal is '1, 2, ... within the run';
comment on column meta.step.name is 'name of the step';
comment on column meta.step.started_at is 'start (UTC)';
comment on column meta.step.ended_at is 'end (UTC)';
comment on column meta.step.outcome is 'running, ok, trouble, failed, killed';
comment on column meta.step.counts is 'what was counted, by path-like names';
comment on column meta.step.error is 'what went wrong, in one line';

-- one row per check and run
create table meta.check_result (
    run_id varchar,
    name varchar,
    severity varchar,
    says varchar,
    offending bigint,
    sample varchar
);
comment on table meta.check_result is 'What the checks found, one row per check and run.';
comment on column meta.check_result.run_id is 'the run that wrote this row';
comment on column meta.check_result.name is 'name of the check';
comment on column meta.check_result.severity is 'info, warn, error, block';
comment on column meta.check_result.says is 'what it looks for';
comment on column meta.check_result.offending is 'rows that offend';
comment on column meta.check_result.sample is 'JSON: the first few of them';

-- one row per site and run
create table meta.site_run (
    site_id varchar,
    run_id varchar,
    profile varchar,
    zone varchar,
    language varchar,
    outcome varchar,
    reason varchar,
    pages_fetched bigint,
    pages_unchanged bigint,
    pages_failed bigint
);
comment on table meta.site_run is 'Sites in runs: what was asked of each and what came back.';
comment on column meta.site_run.site_id is 'the site, by the name the operator gave it';
comment on column meta.site_run.run_id is 'the run that wrote this row';
comment on column meta.site_run.profile is 'profile in use; null where nightreel recognises pages itself';
comment on column meta.site_run.zone is 'the site''s time zone';
comment on column meta.site_run.language is 'the site''s language';
comment on column meta.site_run.outcome is 'ok, partial, failed, blocked';
comment on column meta.site_run.reason is 'why, where it is not ok';
comment on column meta.site_run.pages_fetched is 'pages fetched anew';
comment on column meta.site_run.pages_unchanged is 'pages that had not changed';
comment on column meta.site_run.pages_failed is 'pages that failed';

-- one row per selector of a profile and run
create table meta.selector_hit (
    site_id varchar,
    run_id varchar,
    profile varchar,
    selector varchar,
    pages bigint,
    hits bigint
);
comment on table meta.selector_hit is 'How often each selector of a profile found something in a run.';
comment on column meta.selector_hit.site_id is 'the site, by the name the operator gave it';
comment on column meta.selector_hit.run_id is 'the run that wrote this row';
comment on column meta.selector_hit.profile is 'the profile';
comment on column meta.selector_hit.selector is 'name of the selector';
comment on column meta.selector_hit.pages is 'pages it was tried on';
comment on column meta.selector_hit.hits is 'pages it found something on';

-- one row per comment revision that a newer one has replaced
create table meta.comment_superseded (
    revision_id bigint,
    by_revision_id bigint,
    run_id varchar
);
comment on table meta.comment_superseded is 'Comment revisions that a newer one replaced; the rest are the present state.';
comment on column meta.comment_superseded.revision_id is 'the replaced revision';
comment on column meta.comment_superseded.by_revision_id is 'the one that replaced it';
comment on column meta.comment_superseded.run_id is 'the run that wrote this row';

-- one row per title revision that a newer one has replaced
create table meta.title_superseded (
    revision_id bigint,
    by_revision_id bigint,
    run_id varchar
);
comment on table meta.title_superseded is 'Title revisions that a newer one replaced; the rest are the present state.';
comment on column meta.title_superseded.revision_id is 'the replaced revision';
comment on column meta.title_superseded.by_revision_id is 'the one that replaced it';
comment on column meta.title_superseded.run_id is 'the run that wrote this row';

-- one row per comment and stretch of reads that did not show it
create table meta.absence (
    comment_id varchar,
    title_id varchar,
    site_id varchar,
    last_seen_at timestamptz,
    absent_at timestamptz,
    absent_run_id varchar,
    missed_at timestamptz,
    gone_at timestamptz,
    gone_run_id varchar,
    back_at timestamptz,
    back_run_id varchar
);
comment on table meta.absence is 'Stretches of reads that did not show a known comment. Presences are not written.';
comment on column meta.absence.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column meta.absence.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column meta.absence.site_id is 'the site, by the name the operator gave it';
comment on column meta.absence.last_seen_at is 'the last read that showed it (UTC)';
comment on column meta.absence.absent_at is 'the first read that did not show it (UTC)';
comment on column meta.absence.absent_run_id is 'the run of that read';
comment on column meta.absence.missed_at is 'the first complete read that did not show it (UTC)';
comment on column meta.absence.gone_at is 'the second complete read that did not show it: from then on it is gone (UTC)';
comment on column meta.absence.gone_run_id is 'the run of that read';
comment on column meta.absence.back_at is 'when it was seen again (UTC); only kept for comments that were gone';
comment on column meta.absence.back_run_id is 'the run of that sight';

-- one row per title with a thread: where its last reads left it
create table meta.thread (
    title_id varchar,
    site_id varchar,
    last_read_at timestamptz,
    last_seen_at timestamptz,
    content_complete boolean,
    content_seen boolean,
    complete_at timestamptz,
    complete_read bigint,
    complete_claimed bigint
);
comment on table meta.thread is 'Where the last reads left each thread.';
comment on column meta.thread.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column meta.thread.site_id is 'the site, by the name the operator gave it';
comment on column meta.thread.last_read_at is 'the last read (UTC)';
comment on column meta.thread.last_seen_at is 'the last read that showed comments (UTC)';
comment on column meta.thread.content_complete is 'whether the pages as last read anew were a complete thread';
comment on column meta.thread.content_seen is 'whether they showed comments';
comment on column meta.thread.complete_at is 'the last complete read (UTC)';
comment on column meta.thread.complete_read is 'comments in the last complete read anew';
comment on column meta.thread.complete_claimed is 'comments claimed by it';

-- one row per comment whose date was read again after its revision was stored
create table meta.posted (
    comment_id varchar,
    run_id varchar,
    posted_local timestamp,
    posted_date date,
    posted_at timestamptz,
    posted_zone_from varchar,
    posted_precision varchar,
    posted_rule varchar,
    posted_readings varchar[]
);
comment on table meta.posted is
    'Dates of stored comments that were read again after a decision; they go before the revision''s own reading.';
comment on column meta.posted.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column meta.posted.run_id is 'the run that wrote this row';
comment on column meta.posted.posted_local is 'wall clock as written; null where only a day was written, or while more than one reading remains';
comment on column meta.posted.posted_date is 'calendar day of posted_local';
comment on column meta.posted.posted_at is 'the instant (UTC); only where the zone is known';
comment on column meta.posted.posted_zone_from is 'where the zone comes from: offset, zone name, epoch, site';
comment on column meta.posted.posted_precision is 'how much of posted_local counts: second, minute, hour, day, week, month, year';
comment on column meta.posted.posted_rule is 'how the date was read';
comment on column meta.posted.posted_readings is 'all readings that remain, ISO 8601; empty or null once settled';

-- one row per thread and date shape
create table meta.date_vote (
    site_id varchar,
    shape varchar,
    title_id varchar,
    votes varchar,
    run_id varchar
);
comment on table meta.date_vote is 'What each thread''s dates say for and against each order.';
comment on column meta.date_vote.site_id is 'the site, by the name the operator gave it';
comment on column meta.date_vote.shape is 'the form of the date';
comment on column meta.date_vote.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column meta.date_vote.votes is 'JSON, of the reader''s own making';
comment on column meta.date_vote.run_id is 'the run that wrote this row';

-- one row per verified pair of like texts
create table meta.duplicate_edge (
    body_id_a varchar,
    body_id_b varchar,
    similarity double,
    containment double,
    rule varchar,
    run_id varchar
);
comment on table meta.duplicate_edge is
    'Verified pairs of like texts; in a crowd of very many like texts, each with a few of them only.';
comment on column meta.duplicate_edge.body_id_a is 'one text';
comment on column meta.duplicate_edge.body_id_b is 'the other';
comment on column meta.duplicate_edge.similarity is 'Jaccard similarity of the shingles, 0..1';
comment on column meta.duplicate_edge.containment is 'share of the shorter text that stands in the longer, 0..1';
comment on column meta.duplicate_edge.rule is
    'exact: equal but for case, width, space and punctuation; near: similarity 0.8 or more; contained: 0.9 or more of the shorter text (20 words or more) stand in the longer';
comment on column meta.duplicate_edge.run_id is 'the run that wrote this row';

-- one row per line that stands in many otherwise unlike texts
create table meta.boilerplate_block (
    block_id varchar,
    text varchar,
    words integer,
    run_id varchar
);
comment on table meta.boilerplate_block is
    'Lines that stand in five or more otherwise unlike texts: signatures, notices. Two texts are no duplicates for holding the same one.';
comment on column meta.boilerplate_block.block_id is '64-bit digest of the line''s words, in hex';
comment on column meta.boilerplate_block.text is 'the line, as one of the texts has it';
comment on column meta.boilerplate_block.words is 'its words';
comment on column meta.boilerplate_block.run_id is 'the run that wrote this row';

-- one row per such line and text that holds it
create table meta.boilerplate_body (
    block_id varchar,
    body_id varchar,
    run_id varchar
);
comment on table meta.boilerplate_body is 'Which texts hold which lines of boilerplate.';
comment on column meta.boilerplate_body.block_id is 'the line';
comment on column meta.boilerplate_body.body_id is '128-bit digest of the raw text, in hex';
comment on column meta.boilerplate_body.run_id is 'the run that wrote this row';
