-- Which titles' own ratings moved most in the last seven nights?
with night as (
    select max(night) as last_night
    from meta.run
    where loaded
),
span as (
    select
        title_id,
        any_value(name) as name,
        arg_min(page_percent, night) as percent_before,
        arg_max(page_percent, night) as percent_now
    from rating_by_night
    where night >= (select last_night - 7 from night)
    group by title_id
)
select
    name,
    title_id,
    round(percent_before, 1) as percent_before,
    round(percent_now, 1) as percent_now,
    round(percent_now - percent_before, 1) as moved
from span
where percent_now <> percent_before
order by abs(span.percent_now - span.percent_before) desc, name
limit 50
