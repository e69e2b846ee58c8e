-- digests in the place of names; what names people beside them goes
update comment_revision
set permalink = null
from digest_of
where comment_revision.author = digest_of.author
    and regexp_replace(digest_of.author, '[^\pL\pN]', '', 'g') <> ''
    and contains(
        lower(regexp_replace(url_decode(permalink), '[^\pL\pN]', '', 'g')),
        lower(regexp_replace(digest_of.author, '[^\pL\pN]', '', 'g'))
    );

update comment_revision
set author = digest_of.digest
from digest_of
where comment_revision.author = digest_of.author;

update comment_revision
set author_url = null,
    edited_raw = null,
    helpful_raw = null
where author_url is not null
    or edited_raw is not null
    or helpful_raw is not null;

-- a page's words that could not be read as comments may hold any name; its capture still holds them
update reject
set raw = ''
where stage = 'read'
    and raw <> ''
    and raw not in (select url from meta.capture where url is not null);
