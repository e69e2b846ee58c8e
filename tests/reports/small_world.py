"""A small world of our own: three sites over five nights, loaded through the real staging, and its reports.

Night 1 brings everything; night 2 edits, re-rates, adds, and misses a comment for the first time; night 3 makes it
gone and blocks a site; night 4 brings it back; night 5 fails before it publishes.
"""

from __future__ import annotations

from typing import Any

from tests.reports.house import House, Row, hexed

NO_RATING = dict.fromkeys(("rating_raw", "rating_value", "rating_best", "rating_percent", "rating_rule"))
COPIED = "A copied opinion that goes around from page to page, always in the same words, whoever signs it."
EDITED = "At first I thought it too long by half, but the ending makes up for it."


def thread(
    house: House, night: int, title: Row, texts: list[tuple[int, str]], **values: Any
) -> tuple[list[Row], list[Row]]:
    """Comments and bodies of a plain thread."""
    comments = [house.comment(night, title, number, text, **values) for number, text in texts]
    return comments, [house.body(text) for _, text in texts]


def night_tables(house: House, night: int) -> dict[str, list[Row]]:
    """What the sites show on one of the first four nights."""
    films = [
        house.title(
            night,
            "films",
            "the-quiet-harbour",
            rating_raw="8.1" if night < 2 else "8.4",
            rating_value=8.1 if night < 2 else 8.4,
            rating_best=10.0,
            rating_percent=81.0 if night < 2 else 84.0,
            rating_count=1234,
            claimed_comments=6,
        ),
        house.title(night, "films", "late-snow", kind="series", claimed_comments=3),
    ]
    notes = [house.title(night, "notes", "a-book-of-lamps", kind="book", year=None, synopsis=None)]
    if night >= 2:
        films.append(house.title(night, "films", "new-arrival", year=2026))
    harbour, snow = films[0], films[1]
    comments: list[Row] = []
    bodies: list[Row] = []
    texts = [
        (1, "The harbour at dawn is worth the ticket.\nThe rest is worth the evening."),
        (2, "Too long by half." if night == 1 else EDITED),
        (3, COPIED),
        (4, "I will be gone for a while."),
        (5, "Nobody agrees on when I wrote this."),
    ]
    for number, text in texts:
        if number == 4 and night in (2, 3):
            continue
        values: Row = {}
        if number == 2 and night >= 2:
            values = {"rating_raw": "7/10", "rating_value": 7.0, "rating_percent": 70.0}
        if number == 5:
            values = {
                "posted_raw": "08/03/25 at 00:57am",
                "posted_local": None,
                "posted_date": None,
                "posted_at": None,
                "posted_precision": "minute",
                "posted_rule": "ambiguous-order",
                "posted_shape": "N/N/N at T",
                "posted_readings": ["2025-03-08T00:57:00", "2025-08-03T00:57:00"],
                "edited_raw": "Last edited by a moderator",
                "helpful_raw": "3 of 4 found this helpful",
                "rating_raw": "B-",
                "rating_value": None,
                "rating_best": None,
                "rating_percent": None,
                "rating_rule": None,
            }
        comments.append(house.comment(night, harbour, number, text, **values))
        bodies.append(house.body(text))
    reply = house.comment(
        night,
        harbour,
        6,
        "Seconded, every word.",
        parent_comment_id=hexed(harbour["title_id"], 1),
        depth=1,
        **NO_RATING,
    )
    comments.append(reply)
    bodies.append(house.body("Seconded, every word."))
    comments += [
        house.comment(night, snow, 11, COPIED, author="Somebody Else"),
        house.comment(night, snow, 12, "Cold."),
    ]
    bodies.append(house.body("Cold."))
    repeated = "A preview that stands twice. And then the full text goes on."
    lamps = house.comment(night, notes[0], 21, repeated)
    comments.append(lamps)
    bodies.append(house.body(repeated, raw="A preview that stands twice.\n" + repeated))
    if night >= 2:
        comments.append(house.comment(night, films[2], 31, "First!"))
        bodies.append(house.body("First!"))
    titles = films + notes
    reads = [house.read(night, harbour, 5 if night in (2, 3) else 6), house.read(night, snow, 2, claimed=3)]
    reads += [house.read(night, title, 1) for title in titles[2:]]
    blocked = night == 3
    if blocked:
        titles = films
        comments = [row for row in comments if row["site_id"] == "films"]
        reads = [row for row in reads if row["site_id"] == "films"]
    return {
        "site": [
            house.site("films"),
            house.site(
                "notes", outcome="blocked", reason="a login page instead of content", pages_failed=3, pages_fetched=0
            )
            if blocked
            else house.site("notes", pages_fetched=1),
        ],
        "capture": house.captures(night, titles),
        "title": titles,
        "comment": comments,
        "body": list({row["body_id"]: row for row in bodies}.values()),
        "repeat": []
        if blocked
        else [
            {
                "comment_id": lamps["comment_id"],
                "body_id": lamps["body_id"],
                "ordinal": 1,
                "kind": "preview",
                "rule": "prefix",
                "text": "A preview that stands twice.",
                "span_start": 0,
                "span_end": 28,
                "kept_start": 29,
                "kept_end": 57,
            }
        ],
        "thread_read": reads,
        "duplicate": [
            {
                "comment_id": hexed(snow["title_id"], 11),
                "cluster_id": hexed("cluster"),
                "similarity": 1.0,
                "canonical_comment_id": hexed(harbour["title_id"], 3),
                "containment": 1.0,
                "rule": "exact",
            }
        ],
        "date_order": [
            {
                "site_id": "films",
                "shape": "N/N/N at T",
                "date_order": None,
                "rule": "two orders remain",
                "votes_for": 0.0,
                "votes_against": 0.0,
                "examples_for": [],
                "examples_against": [],
            }
        ],
        "reject": [
            {
                "site_id": "films",
                "stage": "read",
                "reason": "unreadable",
                "raw": "<html><body>\x00broken",
                "capture_id": hexed("capture", night, "broken")[:20],
                "title_id": None,
            }
        ],
        "selector_hit": [
            {
                "site_id": "films",
                "profile": "films",
                "selector": "comment.body",
                "pages": 3,
                "hits": 3 if night < 4 else 1,
            }
        ],
    }
