-- authors that stand as names, or beside what names them or others: addresses, a page's notes
select distinct author
from comment_revision
where author_url is not null
    or edited_raw is not null
    or helpful_raw is not null
    or not regexp_full_match(author, '[0-9a-f]{24}')
order by author
