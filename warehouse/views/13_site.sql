-- one row per site: as the newest run knew it, and how fresh what we hold of it is
create view site as
with newest as (
    select *
    from meta.site_run
    qualify row_number() over (partition by site_id order by run_id desc) = 1
),
good as (
    select
        site_id,
        max(run_id) as last_good_run_id
    from meta.site_run
    where outcome = 'ok'
    group by site_id
),
thread as (
    select
        site_id,
        max(last_seen_at) as fresh_at,
        count(*) as threads,
        count(*) filter (where content_complete) as complete_threads
    from meta.thread
    group by site_id
),
final as (
    select
        newest.site_id,
        newest.profile,
        newest.zone,
        newest.language,
        newest.outcome as health,
        newest.reason,
        newest.run_id as last_run_id,
        good.last_good_run_id,
        thread.fresh_at,
        coalesce(thread.threads, 0) as threads,
        coalesce(thread.complete_threads, 0) as complete_threads
    from newest
    left join good using (site_id)
    left join thread using (site_id)
)
select * from final;

comment on view site is 'Sites as the newest run knew them, one row each.';
comment on column site.site_id is 'the site, by the name the operator gave it';
comment on column site.profile is 'profile in use; null where nightreel recognises pages itself';
comment on column site.zone is 'the site''s time zone';
comment on column site.language is 'the site''s language';
comment on column site.health is 'outcome of the newest run: ok, partial, failed, blocked';
comment on column site.reason is 'why, where it is not ok';
comment on column site.last_run_id is 'the newest run that asked it';
comment on column site.last_good_run_id is 'the newest run in which it was ok';
comment on column site.fresh_at is 'the newest read that showed comments (UTC)';
comment on column site.threads is 'threads known';
comment on column site.complete_threads is 'threads whose last reading was complete';
