from datetime import UTC, datetime

from extract.records import Extraction, RawComment, RawRating, RawTitle, Reject
from extract.tables import EXTRACTION, from_table, to_table


def test_extractions_come_back_as_they_were():
    full = Extraction(
        url="https://films.example/a",
        status="ok",
        title=RawTitle(
            name="A",
            rating=RawRating(value="8.1", best="10", count="12"),
            sources={"name": "json-ld"},
            otherwise={"name": (("opengraph", "A - Films"),)},
        ),
        comments=(
            RawComment(key="c1", id_from="site", read_by="engine", confidence=0.9, position=0, body="one\ntwo"),
            RawComment(
                key="c2",
                id_from="position",
                read_by="finder",
                confidence=0.5,
                position=1,
                body="",
                parent="c1",
                depth=1,
                rating=RawRating(raw="9/10"),
                aspects=(("story", RawRating(raw="8")),),
                quotes=("one",),
            ),
        ),
        claimed_comments="2",
        next_pages=("https://films.example/a?page=2",),
        rejects=(Reject("read/too-deep", "<div>"),),
        hits={"thread.item": 2},
    )
    bare = Extraction(url="file:x", status="empty", title=RawTitle())
    rows = [("1", datetime(2026, 3, 1, 2, 15, tzinfo=UTC), full), ("2", None, bare)]
    table = to_table(rows)
    assert table.schema == EXTRACTION
    assert list(from_table(table)) == rows
