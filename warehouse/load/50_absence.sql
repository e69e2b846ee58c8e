-- absences are written, presences are not: first what came back, then what is missing, then what is gone.
insert into change by name
select
    getvariable('run_id') as run_id,
    observed_at as changed_at,
    'returned' as kind,
    'comment' as entity,
    comment_id as entity_id,
    site_id,
    title_id
from compared
where was_gone;

delete from meta.absence
where back_at is null
    and gone_at is null
    and comment_id in (select comment_id from compared where was_absent);

update meta.absence
set
    back_at = compared.observed_at,
    back_run_id = getvariable('run_id')
from compared
where absence.back_at is null
    and absence.comment_id = compared.comment_id
    and compared.was_gone;

-- missing is what a read that saw comments lacks; where a thread is complete though it shows nothing, all of it
insert into meta.absence by name
select
    known.comment_id,
    known.title_id,
    known.site_id,
    greatest(read_thread.last_seen_at, known.observed_at) as last_seen_at,
    read_thread.read_at as absent_at,
    getvariable('run_id') as absent_run_id
from known
join read_thread using (title_id)
anti join picked using (comment_id)
where (read_thread.is_seeing or read_thread.is_complete)
    and not read_thread.is_unchanged
    and not known.is_absent;

create or replace temp table newly_gone as
select
    absence.comment_id,
    absence.title_id,
    absence.site_id,
    read_thread.read_at
from meta.absence as absence
join read_thread on read_thread.title_id = absence.title_id and read_thread.is_complete
where absence.back_at is null
    and absence.gone_at is null
    and absence.missed_at < read_thread.read_at;

update meta.absence
set
    gone_at = newly_gone.read_at,
    gone_run_id = getvariable('run_id')
from newly_gone
where absence.comment_id = newly_gone.comment_id
    and absence.back_at is null;

update meta.absence
set missed_at = read_thread.read_at
from read_thread
where absence.title_id = read_thread.title_id
    and read_thread.is_complete
    and absence.missed_at is null
    and absence.back_at is null;

insert into change by name
select
    getvariable('run_id') as run_id,
    read_at as changed_at,
    'gone' as kind,
    'comment' as entity,
    comment_id as entity_id,
    site_id,
    title_id
from newly_gone;
