-- authors that stand as names, or beside what names them or others: addresses, a page's notes; null for words of pages
-- that could not be read
select distinct author
from comment_revision
where author_url is not null
    or edited_raw is not null
    or helpful_raw is not null
    or not regexp_full_match(author, '[0-9a-f]{24}')
union all
select distinct null
from reject
where stage = 'read'
    and raw <> ''
    and raw not in (select url from meta.capture where url is not null)
order by author
