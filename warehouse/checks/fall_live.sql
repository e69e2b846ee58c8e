-- severity: error
-- says: No run makes more than half of all live comments gone.
with gone as (
    select count(*) as gone
    from change
    where run_id = getvariable('run_id')
        and entity = 'comment'
        and kind = 'gone'
),
known as (
    select count(distinct comment_id) as known
    from comment_revision
    where exists (from gone where gone > 50)
),
lost as (
    select count(*) as lost
    from meta.absence
    where gone_at is not null
        and back_at is null
        and gone_run_id <> getvariable('run_id')
)
select
    gone,
    known - lost as live_before
from gone, known, lost
where gone > 50
    and gone * 2 > known - lost
