-- one row per site and run: what was fetched and read, and what went wrong
create view site_health as
with read_count as (
    select
        site_id,
        run_id,
        count(*) as threads,
        count(*) filter (where complete) as complete_threads,
        count(*) filter (where unchanged) as unchanged_threads,
        sum(claimed)::bigint as claimed,
        sum(read)::bigint as read
    from thread_read
    group by all
),
reject_count as (
    select
        site_id,
        run_id,
        count(*) as rejects
    from reject
    group by all
),
change_count as (
    select
        site_id,
        run_id,
        count(*) filter (where kind = 'added' and entity = 'comment') as added,
        count(*) filter (where kind = 'edited' and entity = 'comment') as edited,
        count(*) filter (where kind = 're-rated' and entity = 'comment') as rerated,
        count(*) filter (where kind = 'gone' and entity = 'comment') as gone,
        count(*) filter (where kind = 'returned' and entity = 'comment') as returned
    from change
    group by all
),
hit_count as (
    select
        site_id,
        run_id,
        sum(hits) / nullif(sum(pages), 0) as selector_hit_rate
    from meta.selector_hit
    group by all
),
final as (
    select
        site_run.site_id,
        site_run.run_id,
        run.night,
        site_run.outcome,
        site_run.reason,
        site_run.pages_fetched,
        site_run.pages_unchanged,
        site_run.pages_failed,
        coalesce(read_count.threads, 0) as threads,
        coalesce(read_count.complete_threads, 0) as complete_threads,
        coalesce(read_count.unchanged_threads, 0) as unchanged_threads,
        read_count.claimed,
        read_count.read,
        coalesce(reject_count.rejects, 0) as rejects,
        coalesce(change_count.added, 0) as added,
        coalesce(change_count.edited, 0) as edited,
        coalesce(change_count.rerated, 0) as rerated,
        coalesce(change_count.gone, 0) as gone,
        coalesce(change_count.returned, 0) as returned,
        hit_count.selector_hit_rate
    from meta.site_run as site_run
    left join meta.run as run using (run_id)
    left join read_count using (site_id, run_id)
    left join reject_count using (site_id, run_id)
    left join change_count using (site_id, run_id)
    left join hit_count using (site_id, run_id)
)
select * from final;

comment on view site_health is 'Sites run by run: what was fetched and read, and what went wrong.';
comment on column site_health.site_id is 'the site, by the name the operator gave it';
comment on column site_health.run_id is 'the run';
comment on column site_health.night is 'the night it belongs to';
comment on column site_health.outcome is 'ok, partial, failed, blocked';
comment on column site_health.reason is 'why, where it is not ok';
comment on column site_health.pages_fetched is 'pages fetched anew';
comment on column site_health.pages_unchanged is 'pages that had not changed';
comment on column site_health.pages_failed is 'pages that failed';
comment on column site_health.threads is 'threads asked for';
comment on column site_health.complete_threads is 'threads read completely';
comment on column site_health.unchanged_threads is 'threads that had not changed';
comment on column site_health.claimed is 'comments that the pages say there are';
comment on column site_health.read is 'comments that were read anew';
comment on column site_health.rejects is 'inputs that could not be read';
comment on column site_health.added is 'new comments';
comment on column site_health.edited is 'edited comments';
comment on column site_health.rerated is 'comments with another rating';
comment on column site_health.gone is 'comments gone';
comment on column site_health.returned is 'comments back again';
comment on column site_health.selector_hit_rate is
    'share of tries in which the profile''s selectors found something, 0..1';
