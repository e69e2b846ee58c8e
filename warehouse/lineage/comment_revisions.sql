-- observed states of one comment, each with the place of its bytes
select
    comment_revision.*,
    body.raw as body_raw,
    capture.url,
    capture.fetched_at,
    capture.status,
    coalesce(content.archive_file, capture.archive_file) as archive_file,
    coalesce(content.archive_offset, capture.archive_offset) as archive_offset,
    coalesce(content.digest, capture.digest) as digest
from comment_revision
left join body using (body_id)
left join meta.capture as capture on capture.capture_id = comment_revision.capture_id
left join meta.capture as content on content.capture_id = capture.content_capture_id
where comment_revision.comment_id = $id
order by comment_revision.revision
