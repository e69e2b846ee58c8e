-- one row per cluster of like texts under several authors: copy and paste
create view copied_text as
with final as (
    select
        member.cluster_id,
        count(*) as comments,
        count(distinct member.author) as authors,
        count(distinct member.title_id) as titles,
        count(distinct member.site_id) as sites,
        max(member.comment_id) filter (where member.rule = 'canonical') as canonical_comment_id,
        max(body.cleaned) filter (where member.rule = 'canonical') as text,
        min(member.similarity) as least_similarity,
        min(member.posted_date) as first_posted_date,
        min(member.first_seen_at) as first_seen_at
    from meta.cluster_member as member
    left join body using (body_id)
    group by member.cluster_id
    having count(distinct member.author) > 1
)
select * from final;

comment on view copied_text is 'Clusters of like texts under several authors: copy and paste.';
comment on column copied_text.cluster_id is 'the cluster';
comment on column copied_text.comments is 'comments in it';
comment on column copied_text.authors is 'different authors';
comment on column copied_text.titles is 'different titles';
comment on column copied_text.sites is 'different sites';
comment on column copied_text.canonical_comment_id is 'the comment that counts as the original';
comment on column copied_text.text is 'its text';
comment on column copied_text.least_similarity is 'the lowest similarity in the cluster';
comment on column copied_text.first_posted_date is 'earliest date of its comments that could be read';
comment on column copied_text.first_seen_at is 'when one of them was first seen (UTC)';
