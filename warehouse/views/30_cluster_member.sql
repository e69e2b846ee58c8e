-- one row per comment of a cluster of like texts, the canonical one too
create view meta.cluster_member as
with member as (
    select
        cluster_id,
        comment_id,
        similarity,
        containment,
        rule
    from duplicate
    union all
    select distinct
        cluster_id,
        canonical_comment_id,
        1.0,
        1.0,
        'canonical'
    from duplicate
),
final as (
    select
        member.cluster_id,
        member.comment_id,
        member.similarity,
        member.containment,
        member.rule,
        comment_now.site_id,
        comment_now.title_id,
        comment_now.author,
        comment_now.posted_date,
        comment_now.first_seen_at,
        comment_now.state,
        comment_now.body_id
    from member
    join meta.comment_now as comment_now using (comment_id)
)
select * from final;

comment on view meta.cluster_member is 'Comments of the clusters of like texts, the canonical ones too.';
comment on column meta.cluster_member.cluster_id is 'the cluster';
comment on column meta.cluster_member.comment_id is
    'the comment; the site''s own id where there is one, else assigned once and found again by likeness';
comment on column meta.cluster_member.similarity is 'Jaccard similarity to the canonical one, 0..1';
comment on column meta.cluster_member.containment is 'share of the shorter text that stands in the longer, 0..1';
comment on column meta.cluster_member.rule is 'exact, near, cut, extended (as in duplicate); canonical for the original';
comment on column meta.cluster_member.site_id is 'the site, by the name the operator gave it';
comment on column meta.cluster_member.title_id is 'the title on its site; made from its canonical URL or file path';
comment on column meta.cluster_member.author is 'author as shown, or a salted digest where the operator chose so';
comment on column meta.cluster_member.posted_date is 'calendar day of posted_local';
comment on column meta.cluster_member.first_seen_at is 'when it was first seen on the site (UTC)';
comment on column meta.cluster_member.state is 'live, or gone after two complete reads without it';
comment on column meta.cluster_member.body_id is '128-bit digest of the raw text, in hex';
