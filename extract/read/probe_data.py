"""Proposes JMESPath selectors for a JSON capture: which list holds the comments, and which keys their parts.

A list qualifies by its members' keys and values; without author or date beside the text it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from transform.dates import looks_like_date

_KEYS = {
    "id": r"id|_id|uuid|comment_?id|review_?id",
    "parent": r"parent|parent_?id|in_?reply_?to\w*|reply_to\w*",
    "author": r"author|author_?name|user|user_?name|name|display_?name|nickname|by|creator|reviewer",
    "posted": r"(?:posted|created|published|submitted|written)(?:_?(?:at|on|utc|date))?|date|time|timestamp",
    "rating": r"rating|score|stars|value|vote|grade",
    "body": r"body|text|content|comment|review|message|raw|cooked|body_?html|review_?text|excerpt",
}
_INNER = ("name", "username", "display_name", "displayName", "login", "rating", "rendered", "text", "value", "nickname")
_MOST_LISTS = 20_000


def propose_for_data(value: Any) -> tuple[list[str], list[str], dict[str, tuple[int, int]]]:
    """Return the profile's lines, what is doubtful, and in how many members each field stands."""
    best: tuple[float, str, list[Any], dict[str, str]] | None = None
    for path, members in _lists(value):
        fields = _fields(members)
        if "body" not in fields or not {"author", "posted"} & fields.keys():
            continue
        score = len(fields) + min(len(members), 20) / 20
        if best is None or score > best[0]:
            best = (score, path, members, fields)
    lines = ["", 'format = "json"']
    if best is None:
        return lines, ["no list in this data looks like comments; give thread.item by hand (JMESPath)"], {}
    _, path, members, fields = best
    lines += ["", "[thread]", f'item = "{path}[]"', "", "[comment]"]
    lines += [f'{name} = "{key}"' for name, key in fields.items()]
    found = {name: (sum(_at(m, key) is not None for m in members), len(members)) for name, key in fields.items()}
    return lines, [], found


def _lists(value: Any) -> Iterator[tuple[str, list[Any]]]:
    queue: list[tuple[str, Any]] = [("", value)]
    for count, (path, part) in enumerate(queue):
        if count > _MOST_LISTS:
            return
        if isinstance(part, list):
            if len(part) > 1 and sum(isinstance(m, dict) for m in part) == len(part):
                yield path, part
            if part and isinstance(part[0], dict):
                queue.append((f"{path}[0]", part[0]))
        elif isinstance(part, dict):
            queue.extend(
                (f"{path}.{_key(k)}" if path else _key(k), v) for k, v in part.items() if isinstance(v, dict | list)
            )


def _key(key: Any) -> str:
    text = str(key)
    return text if re.fullmatch(r"[A-Za-z_]\w*", text) else '\\"' + text.replace("\\", "").replace('"', "") + '\\"'


def _fields(members: list[Any]) -> dict[str, str]:
    first = members[: min(len(members), 10)]
    found: dict[str, str] = {}
    for name, pattern in _KEYS.items():
        for key in members[0]:
            if not re.fullmatch(pattern, str(key), re.IGNORECASE):
                continue
            path = _key(key)
            if isinstance(members[0][key], dict):
                inner = next((i for i in _INNER if isinstance(members[0][key].get(i), str | int | float)), None)
                if inner is None:
                    continue
                path = f"{path}.{inner}"
            values = [_at(m, path) for m in first]
            if _fits(name, [v for v in values if v is not None], len(first)):
                found[name] = path
                break
    return found


def _fits(name: str, values: list[Any], count: int) -> bool:
    if len(values) < max(1, 0.3 * count):
        return False
    if name == "body":
        return sum(isinstance(v, str) and len(v) > 15 for v in values) >= 0.5 * len(values)
    if name == "posted":
        return all((isinstance(v, int | float) and v > 1e8) or (isinstance(v, str) and _dated(v)) for v in values)
    if name == "rating":
        return all(isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v <= 100 for v in values)
    if name == "author":
        return all(isinstance(v, str) and len(v) < 80 for v in values)
    return all(isinstance(v, str | int) for v in values)


def _dated(text: str) -> bool:
    return looks_like_date(text) or re.match(r"\d{4}-\d{2}-\d{2}", text) is not None


def _at(member: Any, path: str) -> Any:
    for key in path.replace('\\"', "").split("."):
        member = member.get(key) if isinstance(member, dict) else None
    return member
