-- digests in the place of names
update comment_revision
set author = digest_of.digest
from digest_of
where comment_revision.author = digest_of.author;

update comment_revision
set author_url = null
where author_url is not null;
