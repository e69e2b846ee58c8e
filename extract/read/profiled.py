"""What a profile's selectors find beside the comments: a title's fields, following pages, a listing's titles."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from extract.read.document import Document
from extract.read.links import page_number
from extract.read.profile import Profile, ProfileVersion
from extract.read.selectors import text_of


def profile_label(profile: Profile | None) -> str | None:
    """Return a profile's name, with the day from which the version in force holds: "shelf@2025-01-01"."""
    if profile is None:
        return None
    since = profile.at(None).valid_from
    return profile.name if since is None else f"{profile.name}@{since.isoformat()}"


def asked_selectors(version: ProfileVersion) -> list[str]:
    """Return the keys of the selectors that every page is asked by; lists of titles, and what is dropped, apart."""
    fields = (
        *version.title.values(),
        *(rule for name, rule in version.thread.items() if name not in ("drop", "claimed")),
        *(rule for name, rule in version.comment.items() if name != "drop"),
    )
    return [selector.key for rule in fields for selector in rule.selectors]


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


def _href(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip()
    href = getattr(value, "get", lambda _: None)("href")
    return href if isinstance(href, str) else text_of(value)
