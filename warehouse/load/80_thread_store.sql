-- the reads themselves, and where they leave each thread
insert into thread_read by name
select
    title_id,
    site_id,
    getvariable('run_id') as run_id,
    read_at,
    pages,
    claimed,
    read,
    is_unchanged as unchanged,
    is_complete as complete,
    why as reason
from read_thread;

create or replace temp table new_thread as
select
    read_thread.title_id,
    read_thread.site_id,
    read_thread.read_at as last_read_at,
    if(read_thread.is_seeing, read_thread.read_at, thread.last_seen_at) as last_seen_at,
    if(read_thread.is_unchanged, thread.content_complete, read_thread.is_complete) as content_complete,
    if(read_thread.is_unchanged, thread.content_seen, read_thread.is_seeing) as content_seen,
    if(read_thread.is_complete, read_thread.read_at, thread.complete_at) as complete_at,
    if(
        read_thread.is_complete and not read_thread.is_unchanged, read_thread.read, thread.complete_read
    ) as complete_read,
    if(
        read_thread.is_complete and not read_thread.is_unchanged, read_thread.claimed, thread.complete_claimed
    ) as complete_claimed
from read_thread
left join meta.thread as thread using (title_id);

delete from meta.thread
where title_id in (select title_id from new_thread);

insert into meta.thread by name
select * from new_thread;
