"""What a hostile page may say, in every field that a page fills."""

from __future__ import annotations

from typing import Any

ATTACKS = (
    "<script>window.hit=1</script>",
    "</style><script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    "' onmouseover='window.hit=1",
    "javascript:window.hit=1",
    "{{ 7 * 191 }}{% for x in y %}${7*191}<%= 7*191 %>",
    "]]><!-- --!><svg onload=window.hit=1>",
    "\u202eevil\u202c \u2066left open",
    "null\x00byte \x1b[31m and \x08 back",
    "../../../etc/passwd",
    "con",
    "a" * 1_000_000,
    "ￜ＜script＞",
    "=cmd|' /C calc'!A0",
)


def hostile_tables(house: Any) -> dict[str, list[dict[str, Any]]]:
    """One title and one comment for each attack, with the attack in every field that a page fills."""
    titles, comments, bodies, repeats, rejects, duplicates = [], [], [], [], [], []
    for number, attack in enumerate(ATTACKS):
        title = house.title(
            1,
            "films",
            f"t{number}",
            name=attack,
            synopsis=attack,
            canonical_url=attack,
            kind="film",
            rating_raw=attack[:5000],
            language=attack[:100],
            name_from=attack[:100],
        )
        titles.append(title)
        for extra in range(2):
            comment = house.comment(
                1,
                title,
                number * 10 + extra,
                attack + str(extra),
                author=attack,
                permalink=attack,
                headline=attack,
                posted_raw=attack,
                posted_local=None,
                posted_date=None,
                posted_at=None,
                posted_readings=[attack, "x"],
                edited_raw=attack,
                helpful_raw=attack,
                rating_raw=attack,
                rating_percent=None,
                rating_value=None,
                rating_rule=attack[:100],
                posted_rule=attack[:100],
                read_by=attack[:50],
                comment_id=f"{attack[:200]}/{number}/{extra}",
                body_id=f"b{number}{extra}",
            )
            comments.append(comment)
            bodies.append({"body_id": f"b{number}{extra}", "raw": attack, "cleaned": attack, "words": 1})
        repeats.append(
            {
                "comment_id": comments[-1]["comment_id"],
                "body_id": comments[-1]["body_id"],
                "ordinal": 1,
                "kind": attack[:50],
                "rule": attack[:50],
                "text": attack,
                "span_start": 0,
                "span_end": 1,
                "kept_start": 1,
                "kept_end": 2,
            }
        )
        duplicates.append(
            {
                "comment_id": comments[-1]["comment_id"],
                "cluster_id": f"c{number}",
                "similarity": 0.9,
                "containment": 1.0,
                "canonical_comment_id": comments[-2]["comment_id"],
                "rule": attack[:50],
            }
        )
        rejects.append({"site_id": "films", "stage": "read", "reason": attack[:200], "raw": attack})
    for comment in comments[1::2]:
        comment["author"] = f"{comment['author'][:50]}2"
    return {
        "site": [
            house.site(
                "films", outcome="partial", reason=ATTACKS[0], profile=ATTACKS[1], zone=ATTACKS[2], language=ATTACKS[3]
            )
        ],
        "title": titles,
        "comment": comments,
        "body": bodies,
        "repeat": repeats,
        "reject": rejects,
        "duplicate": duplicates,
        "boilerplate_block": [
            {"block_id": f"l{number}", "text": attack, "words": 1} for number, attack in enumerate(ATTACKS)
        ],
        "boilerplate_body": [
            {"block_id": f"l{number}", "body_id": f"b{number}{extra}"}
            for number in range(len(ATTACKS))
            for extra in range(2)
        ],
        "thread_read": [
            house.read(1, title, 2, claimed=5, reason=ATTACKS[number], ended_normally=False)
            for number, title in enumerate(titles)
        ],
        "capture": [row | {"outcome": "error", "reason": ATTACKS[0]} for row in house.captures(1, titles)],
        "date_order": [
            {
                "site_id": "films",
                "shape": attack[:200],
                "date_order": None,
                "rule": attack[:100],
                "votes_for": 1.0,
                "votes_against": 0.0,
                "examples_for": [attack],
                "examples_against": [attack],
            }
            for attack in ATTACKS
        ],
        "selector_hit": [
            {"site_id": "films", "profile": ATTACKS[0], "selector": attack[:200], "pages": 1, "hits": 1}
            for attack in ATTACKS
        ],
    }
