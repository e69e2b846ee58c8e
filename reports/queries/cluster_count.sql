-- one row: how many clusters there are of either sort
select
    (select count(*) from copied_text) as copied,
    (select count(*) from syndicated) as syndicated;
