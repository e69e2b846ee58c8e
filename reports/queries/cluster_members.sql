-- one row per comment of the clusters, a few of each, the canonical one first
select
    member.cluster_id,
    member.comment_id,
    member.similarity,
    member.rule,
    member.site_id,
    member.title_id,
    member.author,
    member.posted_date,
    member.state,
    title.name as title_name,
    left(body.cleaned, 4000) as body
from meta.cluster_member as member
left join body using (body_id)
left join title on title.title_id = member.title_id
where member.cluster_id in (select unnest($clusters))
qualify row_number() over (
    partition by member.cluster_id
    order by member.rule <> 'canonical', member.similarity, member.comment_id
) <= $each
order by member.cluster_id, member.rule <> 'canonical', member.similarity, member.comment_id;
