-- observed states of one title, each with the place of its bytes
select
    title_revision.*,
    capture.url,
    capture.fetched_at,
    capture.status,
    coalesce(content.archive_file, capture.archive_file) as archive_file,
    coalesce(content.archive_offset, capture.archive_offset) as archive_offset,
    coalesce(content.digest, capture.digest) as digest
from title_revision
left join meta.capture as capture on capture.capture_id = title_revision.capture_id
left join meta.capture as content on content.capture_id = capture.content_capture_id
where title_revision.title_id = $id
order by title_revision.revision
