-- one row per title and tenth of the scale: live, rated comments, without duplicates
create view rating_distribution as
with counted as (
    select
        title_id,
        least(floor(rating_percent / 10), 9)::integer * 10 as percent_from
    from meta.comment_now
    where state = 'live'
        and rating_percent is not null
        and comment_id not in (select comment_id from duplicate)
),
final as (
    select
        counted.title_id,
        title.name,
        counted.percent_from,
        counted.percent_from + 10 as percent_to,
        count(*) as comments
    from counted
    left join title using (title_id)
    group by all
)
select * from final;

comment on view rating_distribution is
    'Ratings of live comments in tenths of the scale, one row per title and tenth that has any, without duplicates.';
comment on column rating_distribution.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column rating_distribution.name is 'name of the title';
comment on column rating_distribution.percent_from is 'lower end, included';
comment on column rating_distribution.percent_to is 'upper end; excluded, but for 100';
comment on column rating_distribution.comments is 'comments in it';
