-- one row per title and site, newest state
create view title as
with final as (
    select
        newest.title_id,
        newest.site_id,
        newest.name,
        newest.kind,
        newest.kind_raw,
        newest.year,
        body.raw as synopsis,
        newest.canonical_url,
        newest.rating_raw,
        newest.rating_value,
        newest.rating_worst,
        newest.rating_best,
        newest.rating_percent,
        newest.rating_rule,
        newest.rating_count,
        newest.claimed_comments,
        newest.language,
        newest.name_from,
        newest.sources,
        newest.state,
        newest.first_seen_at,
        if(
            newest.state = 'gone',
            thread.last_seen_at,
            greatest(newest.observed_at, thread.last_seen_at, thread.complete_at)
        ) as last_seen_at,
        newest.revision,
        newest.run_id,
        newest.capture_id
    from title_revision as newest
    anti join meta.title_superseded as superseded using (revision_id)
    left join meta.thread as thread on thread.title_id = newest.title_id
    left join body on body.body_id = newest.synopsis_id
)
select * from final;
