-- one row per author and text that stands under several titles
create view syndicated as
with final as (
    select
        member.cluster_id,
        member.author,
        count(*) as comments,
        count(distinct member.title_id) as titles,
        count(distinct member.site_id) as sites,
        arg_min(member.comment_id, (member.first_seen_at, member.comment_id)) as first_comment_id,
        arg_min(body.cleaned, (member.first_seen_at, member.comment_id)) as text,
        min(member.posted_date) as first_posted_date,
        min(member.first_seen_at) as first_seen_at
    from meta.cluster_member as member
    left join body using (body_id)
    where member.author is not null
    group by member.cluster_id, member.author
    having count(distinct member.title_id) > 1
)
select * from final;

comment on view syndicated is 'One author''s text under several titles.';
comment on column syndicated.cluster_id is 'the cluster';
comment on column syndicated.author is 'author as shown, or a salted digest where the operator chose so';
comment on column syndicated.comments is 'comments of this author in it';
comment on column syndicated.titles is 'different titles';
comment on column syndicated.sites is 'different sites';
comment on column syndicated.first_comment_id is 'the one seen first';
comment on column syndicated.text is 'its text';
comment on column syndicated.first_posted_date is 'earliest date of them that could be read';
comment on column syndicated.first_seen_at is 'when one of them was first seen (UTC)';
