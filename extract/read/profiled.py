"""What a profile's selectors find: a title's fields, following pages, a listing's titles, comments in JSON or XML.

Comments in HTML are read with the thread finder's own eyes, which know where a selector points to; here they are
read from data, where a selector's answer is the value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from extract.read.document import Document
from extract.read.links import page_number
from extract.read.profile import Profile, ProfileVersion
from extract.read.selectors import paragraphs, text_of
from extract.read.threads import ThreadResult
from extract.records import RawComment, RawRating, Reject


def profile_label(profile: Profile | None) -> str | None:
    """Return a profile's name, with the day from which the version in force holds: "shelf@2025-01-01"."""
    if profile is None:
        return None
    since = profile.at(None).valid_from
    return profile.name if since is None else f"{profile.name}@{since.isoformat()}"


def title_of_profile(document: Document, version: ProfileVersion, hits: MutableMapping[str, int]) -> dict[str, str]:
    """Read the title's fields that the profile gives: field -> first text found."""
    node = document.data if document.kind == "json" else document.root
    found = {name: rule.text(node, hits) for name, rule in version.title.items()}
    claimed = version.thread.get("claimed")
    if claimed is not None and not found.get("claimed"):
        found["claimed"] = claimed.text(node, hits)
    out = {name: text for name, text in found.items() if text is not None}
    if "rating" in out:
        for part, stated in (("rating_best", version.best_rating), ("rating_worst", version.worst_rating)):
            if stated is not None:
                out.setdefault(part, stated)
    return out


def next_of_profile(document: Document, version: ProfileVersion, hits: MutableMapping[str, int]) -> tuple[str, ...]:
    """Return the following pages: what the selector finds, else the template with the number after the page's own.

    A template is only followed while the page has items, so that it comes to an end.
    """
    node = document.data if document.kind == "json" else document.root
    rule = version.thread.get("next_page")
    if rule is not None:
        found = [_href(value) for value in rule.values(node, hits)]
        urls = [url for href in found if href and (url := document.absolute(href)) is not None]
        return tuple(dict.fromkeys(url for url in urls if url != document.url))
    item = version.thread.get("item")
    if version.page_template is None or (item is not None and not item.values(node)):
        return ()
    number = page_number(document.url)
    following = version.page_template.replace("{page}", str((number if number is not None else 1) + 1))
    base = document.url
    if following.startswith(("?", "&")):
        parts = urlsplit(base)
        name = following[1:].split("=")[0]
        kept = [pair for pair in parts.query.split("&") if pair and pair.split("=")[0] != name]
        url = urlunsplit(parts._replace(query="&".join([*kept, following[1:]]), fragment=""))
        return (url,)
    absolute = document.absolute(following)
    return (absolute,) if absolute is not None else ()


def titles_of_profile(document: Document, version: ProfileVersion, hits: MutableMapping[str, int]) -> tuple[str, ...]:
    """Return the addresses that the profile's listing selectors find, absolute, each once."""
    node = document.data if document.kind == "json" else document.root
    found = (_href(value) for value in version.listing["title_links"].values(node, hits))
    return tuple(dict.fromkeys(url for href in found if href and (url := document.absolute(href)) is not None))


def thread_of_data(document: Document, profile: Profile | None, hits: MutableMapping[str, int]) -> ThreadResult:
    """Read the comments of a JSON or XML capture by its profile; without one there is no telling what is a comment."""
    if profile is None or "item" not in profile.at(None).thread:
        return ThreadResult(reason="threads/no-profile-for-data")
    version = profile.at(None)
    if profile.format != document.kind:
        reject = Reject(
            "profile/wrong-format", f"profile {profile.name} reads {profile.format}, the page is {document.kind}"
        )
        return ThreadResult(rejects=(reject,), reason="profile/wrong-format")
    node = document.data if document.kind == "json" else document.root
    comments: list[RawComment] = []
    rejects: list[Reject] = []
    for position, item in enumerate(version.thread["item"].values(node, hits)):
        document.check_time()
        if position >= document.limits.comments:
            break
        comment = _comment(item, position, profile, version, hits)
        if comment is None:
            rejects.append(Reject("profile/no-body", (text_of(item) or str(item))[:300]))
        else:
            comments.append(comment)
    return ThreadResult(
        comments=tuple(_nested(comments)),
        rejects=tuple(rejects),
        read_by="profile",
        reason=None if comments else "profile/no-items",
    )


def _comment(
    item: Any, position: int, profile: Profile, version: ProfileVersion, hits: MutableMapping[str, int]
) -> RawComment | None:
    texts = {name: rule.text(item, hits) for name, rule in version.comment.items() if name not in ("drop", "quote")}
    if profile.hook is not None:
        texts |= _hooked(profile, item)
    body = texts.get("body")
    if body is None:
        return None
    body = paragraphs(body)
    key = texts.get("id")
    rating = texts.get("rating")
    depth = texts.get("depth")
    return RawComment(
        key=key or f"p{position}",
        id_from="site" if key else "position",
        read_by="profile",
        confidence=version.confidence,
        position=position,
        body=body,
        parent=texts.get("parent"),
        depth=int(depth) if depth is not None and depth.isdecimal() and len(depth) < 4 else 0,
        author=texts.get("author"),
        author_url=texts.get("author_url"),
        headline=texts.get("headline"),
        preview=texts.get("preview"),
        posted=texts.get("posted"),
        posted_machine=texts.get("posted_machine"),
        edited=texts.get("edited"),
        rating=None if rating is None else scaled(rating, texts.get("rating_best"), version),
        permalink=texts.get("permalink"),
        helpful=texts.get("helpful"),
        list_name=version.list_name,
    )


def scaled(rating: str, best: str | None, version: ProfileVersion) -> RawRating:
    """Return a rating that a profile found, with the scale that the page or the profile states."""
    plain = re.fullmatch(r"\s*\d{1,6}(?:[.,]\d{1,6})?\s*", rating) is not None
    return RawRating(
        raw=rating,
        value=rating.strip() if plain else None,
        best=best or (version.best_rating if plain else None),
        worst=version.worst_rating if plain else None,
    )


def _hooked(profile: Profile, item: Any) -> Mapping[str, str | None]:
    """Ask the operator's hook; whatever it raises costs its answer only."""
    if profile.hook is None:
        return {}
    try:
        answer = profile.hook(item) or {}
    except Exception:  # the operator's own code may raise anything
        return {}
    return {str(k): None if v is None else str(v) for k, v in answer.items()}


def _nested(comments: list[RawComment]) -> list[RawComment]:
    """Fill in depths from parents, where the parents are among the comments; a ring ends where it began."""
    by_key = {c.key: c for c in comments}
    out: list[RawComment] = []
    for comment in comments:
        if comment.parent is None or comment.parent not in by_key or comment.parent == comment.key:
            out.append(replace(comment, parent=None) if comment.parent not in by_key else comment)
            continue
        depth, at, seen = 0, comment, {comment.key}
        while at.parent in by_key and at.parent not in seen:
            seen.add(at.parent)
            at = by_key[at.parent]
            depth += 1
        out.append(replace(comment, depth=max(comment.depth, depth)))
    return out


def _href(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip()
    href = getattr(value, "get", lambda _: None)("href")
    return href if isinstance(href, str) else text_of(value)
