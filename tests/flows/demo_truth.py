"""Hold a warehouse against what the bundled sites must show after a night."""

from urllib.parse import urlsplit

from flows.demo.nights import titles
from flows.demo.truth import expected
from warehouse.query import open_release

COMMENTS = """
    select c.site_id, c.body, c.author, c.rating_percent, c.posted_local, c.posted_date, c.posted_readings, c.state,
        c.comment_id, c.title_id, parent.body as parent_body,
        (select count(*) from repeat where repeat.comment_id = c.comment_id and kind = 'tail') as tails
    from comment as c left join comment as parent on parent.comment_id = c.parent_comment_id
"""
TITLES = """
    select distinct t.site_id, p.url, t.name, t.kind, t.year, t.rating_value, t.rating_best, t.rating_count, t.state
    from title as t
    join title_revision as r using (title_id)
    join meta.capture as p on p.capture_id = r.capture_id
"""
CHANGES = """
    select change.kind as change, entity, c.body, p.url
    from change
    left join comment as c on entity = 'comment' and c.comment_id = entity_id
    left join title_revision as r on r.title_id = entity_id
    left join meta.capture as p on p.capture_id = r.capture_id
    where change.run_id = (select max(run_id) from meta.run where loaded)
"""


def differences(data_dir, night):
    """Return every way in which the warehouse differs from the truth of a night, one line each."""
    truth = expected(night)
    broken = {title.path for title in titles(night) if title.trouble == "broken"}
    with open_release(data_dir / "nightreel.duckdb") as release:
        rows, title_rows = release.rows(COMMENTS), release.rows(TITLES)
        changes = release.rows(CHANGES)
    path_of = {}
    wrong = []
    for row in title_rows:
        path_of[row["site_id"], urlsplit(row["url"]).path] = row
    for place, title in truth.titles.items():
        row = path_of.pop(place, None)
        if row is None:
            wrong.append(f"no title {place}")
            continue
        name = row["name"] if title.name is None else title.name  # a capture has none: its address serves
        want = (name, title.kind, title.year, title.rating_value, title.rating_best, title.rating_count, title.state)
        got = tuple(row[k] for k in ("name", "kind", "year", "rating_value", "rating_best", "rating_count", "state"))
        if want != got:
            wrong.append(f"title {place}: {got} in place of {want}")
    wrong += [f"a title too many: {place}" for place in path_of if place[1] not in broken]
    left = {row["comment_id"]: row for row in rows}
    for key, comment in truth.comments.items():
        found = [
            r
            for r in left.values()
            if (r["site_id"], r["body"], r["author"]) == (comment.habit, comment.body, comment.author)
        ]
        if not found:
            wrong.append(f"no comment {key}")
            continue
        row = left.pop(found[0]["comment_id"])
        wrong += [f"comment {key}: {said}" for said in _comment(row, comment, truth)]
    wrong += [f"a comment too many: {row['body'][:60]!r}" for row in left.values() if not _from_broken(row, broken)]
    return [*wrong, *_changes(changes, truth, broken)]


def _comment(row, comment, truth):
    percent = None if comment.rating is None else 100 * comment.rating.value / comment.rating.best
    if (percent is None) != (row["rating_percent"] is None) or (
        percent is not None and abs(percent - row["rating_percent"]) > 0.5
    ):
        yield f"rating {row['rating_percent']} in place of {percent}"
    posted = row["posted_local"] or row["posted_date"]
    if comment.posted is not None:
        if posted is None or not comment.posted.startswith(posted.isoformat()[: len(comment.posted[:16])]):
            yield f"date {posted} in place of {comment.posted}"
    elif comment.readings and (posted is not None or len(row["posted_readings"]) != len(comment.readings)):
        yield f"date {posted}, readings {row['posted_readings']} in place of {comment.readings}"
    if row["state"] != comment.state:
        yield f"{row['state']} in place of {comment.state}"
    if bool(row["tails"]) != comment.has_tail:
        yield f"{row['tails']} tails taken out"
    if comment.parent is not None and row["parent_body"] != truth.comments[comment.parent].body:
        yield "under another comment"


def _from_broken(row, broken):
    """What could be read of the broken page is read; the truth knows nothing of it."""
    return any(row["body"] in _text(path) for path in broken)


def _text(path):
    title = next(title for title in titles(1) if title.path == path)
    return ["\n".join(comment.paragraphs) for comment in title.comments]


def _changes(changes, truth, broken):
    for kind, keys in (
        ("added", truth.changes.added),
        ("edited", truth.changes.edited),
        ("re-rated", truth.changes.rerated),
        ("gone", truth.changes.gone),
        ("returned", truth.changes.returned),
    ):
        want = sorted(truth.comments[key].body for key in keys)
        got = sorted(
            row["body"]
            for row in changes
            if (row["entity"], row["change"]) == ("comment", kind) and not _from_broken(row, broken)
        )
        if want != got:
            yield f"{kind}: {len(got)} comments in place of {len(want)}: {sorted(set(want) ^ set(got))[:3]}"
    for kind, places in (
        ("added", truth.changes.titles_added),
        ("gone", truth.changes.titles_gone),
        ("re-rated", truth.changes.titles_rerated),
    ):
        got = {urlsplit(row["url"]).path for row in changes if (row["entity"], row["change"]) == ("title", kind)}
        want = {path for _, path in places}
        if want != got - broken:
            yield f"titles {kind}: {got} in place of {want}"
