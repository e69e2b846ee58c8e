-- authors that stand as names or with the address of their page, which names them too
select distinct author
from comment_revision
where author_url is not null
    or not regexp_full_match(author, '[0-9a-f]{24}')
order by author
