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
