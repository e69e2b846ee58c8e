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

comment on view last_night is 'Titles that changed in the newest loaded night.';
comment on column last_night.night is 'the night';
comment on column last_night.site_id is 'the site, by the name the operator gave it';
comment on column last_night.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column last_night.name is 'name of the title';
comment on column last_night.title_kind is 'kind of the title';
comment on column last_night.added is 'new comments';
comment on column last_night.edited is 'edited comments';
comment on column last_night.rerated is 'comments with another rating';
comment on column last_night.gone is 'comments gone';
comment on column last_night.returned is 'comments back again';
comment on column last_night.added_percent is 'mean rating of the new comments, 0..100';
comment on column last_night.is_new_title is 'true where the title itself is new';
comment on column last_night.is_gone_title is 'true where the title itself is gone';
comment on column last_night.page_percent_before is 'the page''s own rating before, where it changed';
comment on column last_night.page_percent_after is 'the page''s own rating after, where it changed';
