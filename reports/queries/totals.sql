-- one row: what the release holds
select
    (select count(*) from title where state = 'live') as titles,
    (select count(*) from meta.comment_now where state = 'live') as comments,
    (select count(*) from meta.comment_now where state = 'gone') as gone_comments,
    (select count(*) from duplicate) as duplicates,
    (
        select count(*)
        from meta.comment_now
        where posted_raw is not null and posted_date is null
    ) as undecided_dates;
