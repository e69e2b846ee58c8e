-- one row per site and line that stands under many otherwise unlike comments
create view boilerplate as
with final as (
    select
        comment_now.site_id,
        block.block_id,
        block.text,
        block.words,
        case
            when count(distinct comment_now.author) = 1 and count(comment_now.author) = count(*) then 'signature'
            else 'notice'
        end as kind,
        count(*) as comments,
        count(distinct comment_now.author) as authors,
        count(distinct comment_now.title_id) as titles,
        min(comment_now.first_seen_at) as first_seen_at
    from meta.boilerplate_block as block
    join meta.boilerplate_body as held using (block_id)
    join meta.comment_now as comment_now using (body_id)
    group by comment_now.site_id, block.block_id, block.text, block.words
)
select * from final;

comment on view boilerplate is
    'Lines that stand under many otherwise unlike comments of a site: signatures, notices. They make nobody a duplicate.';
comment on column boilerplate.site_id is 'the site, by the name the operator gave it';
comment on column boilerplate.block_id is '64-bit digest of the line''s words, in hex';
comment on column boilerplate.text is 'the line, as one of the comments has it';
comment on column boilerplate.words is 'its words';
comment on column boilerplate.kind is 'signature: of one author here; notice: of several, or of nobody who is named';
comment on column boilerplate.comments is 'comments of the site that hold it';
comment on column boilerplate.authors is 'their different authors';
comment on column boilerplate.titles is 'their different titles';
comment on column boilerplate.first_seen_at is 'when one of them was first seen (UTC)';
