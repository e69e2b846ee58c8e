-- The index of the archive. Everything here can be made again from the WARC files.

-- one per WARC file, with how many of its bytes are indexed
create table if not exists file (
    file text primary key,
    site_id text not null,
    indexed_to integer not null
) strict;

-- one per request, and per request that was not allowed
create table if not exists capture (
    capture_id text primary key,
    site_id text not null,
    url text not null,
    fetched_at text not null,
    status integer,
    digest text,
    payload_digest text,
    record_id text not null,
    content_capture_id text,
    file text not null,
    offset integer not null,
    length integer not null,
    etag text,
    last_modified text,
    night text,
    run_id text not null,
    role text not null,
    thread text,
    page integer,
    outcome text not null,
    reason text,
    robots text,
    host text not null,
    seconds real,
    requested integer not null,
    truncated text
) strict;
create index if not exists capture_url on capture (site_id, url, fetched_at);
create index if not exists capture_night on capture (site_id, night, fetched_at);
create index if not exists capture_run on capture (run_id);
create index if not exists capture_host on capture (host, fetched_at);
create index if not exists capture_file on capture (file, offset);

-- one per thread and night: how its reading ended
create table if not exists thread (
    site_id text not null,
    start_url text not null,
    night text not null,
    run_id text not null,
    read_at text not null,
    pages text not null,
    contents text not null,
    ended_normally integer not null,
    changed integer not null,
    gone integer not null,
    reason text,
    streak integer not null,
    found integer not null,
    file text not null,
    offset integer not null,
    primary key (site_id, start_url, night)
) strict;
create index if not exists thread_night on thread (site_id, night);

-- one per time in which a host was left alone
create table if not exists pause (
    host text not null,
    began_at text not null,
    seconds real not null,
    reason text not null,
    file text not null,
    offset integer not null
) strict;
create index if not exists pause_host on pause (host, began_at);

-- one per foreign WARC that was taken in
create table if not exists imported (
    site_id text not null,
    sha256 text not null,
    name text not null,
    captures integer not null,
    file text not null,
    offset integer not null,
    primary key (site_id, sha256)
) strict;

-- what the page reader found on a capture's bytes: saves reading them again after a 304
create table if not exists found (
    capture_id text primary key,
    rules text not null,
    links text not null
) strict;
