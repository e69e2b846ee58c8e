-- one row per title that changed in the newest loaded night
create view last_night as
with newest as (
    select max(night) as night
    from meta.run
    where loaded
),
concerned as (
    select run_id
    from meta.run
    where loaded and night = (select night from newest)
),
final as (
    select
        (select night from newest) as night,
        change.site_id,
        change.title_id,
        any_value(title.name) as name,
        any_value(title.kind) as title_kind,
        count(*) filter (where change.entity = 'comment' and change.kind = 'added') as added,
        count(*) filter (where change.entity = 'comment' and change.kind = 'edited') as edited,
        count(*) filter (where change.entity = 'comment' and change.kind = 're-rated') as rerated,
        count(*) filter (where change.entity = 'comment' and change.kind = 'gone') as gone,
        count(*) filter (where change.entity = 'comment' and change.kind = 'returned') as returned,
        avg(change.percent_after) filter (where change.entity = 'comment' and change.kind = 'added') as added_percent,
        bool_or(change.entity = 'title' and change.kind = 'added') as is_new_title,
        bool_or(change.entity = 'title' and change.kind = 'gone') as is_gone_title,
        arg_min(change.percent_before, change.changed_at)
            filter (where change.entity = 'title' and change.kind = 're-rated') as page_percent_before,
        arg_max(change.percent_after, change.changed_at)
            filter (where change.entity = 'title' and change.kind = 're-rated') as page_percent_after
    from change
    left join title on title.title_id = change.title_id
    where change.run_id in (select run_id from concerned)
        and change.title_id is not null
    group by change.site_id, change.title_id
)
select * from final;
