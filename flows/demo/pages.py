"""The pages that the bundled sites show on a night: what they hold, in each site's own habit of showing it.

Pure: the same night, site and address give the same bytes. Sends nothing; `site.py` does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from flows.demo.nights import LAST_NIGHT, Comment, Habit, Title, night_date, served_night, table, titles

REVIEWS_ON_A_PAGE = 10
PREVIEW_FROM = 260  # characters; a longer review stands behind a preview
PREVIEW_LENGTH = 140
OLDEST_WITH_TITLE_ATTRIBUTE = 3  # every third relative date says its day as well

ROBOTS: Mapping[Habit, str] = MappingProxyType(
    {
        "blog": "User-agent: *\nDisallow: /wp-admin/\n",
        "catalogue": "User-agent: *\nDisallow: /private/\nCrawl-delay: 0.1\n\nSitemap: {base}/sitemap.xml\n",
        "captures": "User-agent: *\nDisallow:\n",
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one night; `trouble` says how the server misbehaves with it, `changed` is its Last-Modified day."""

    body: bytes
    content_type: str
    changed: date
    trouble: str | None = None


def page(habit: Habit, night: int, base: str, target: str) -> Page | None:
    """Return what stands at a path (with query) on a night, or None where nothing does."""
    night = served_night(night)
    now = _rendered(habit, night, base, target)
    if now is None:
        return None
    body, content_type, trouble = now
    since = night
    while since > 1 and _rendered(habit, since - 1, base, target) == now:
        since -= 1
    return Page(body, content_type, night_date(since), trouble)


def capture_text(title: Title) -> str:
    """Return a title of the third site as its plain text."""
    return _template("captures.txt").render(title=title, date=_capture_date, number=_plain)


@lru_cache(maxsize=1024)
def _rendered(habit: Habit, night: int, base: str, target: str) -> tuple[bytes, str, str | None] | None:
    site = table("sites.toml")[habit]
    path, _, query = target.partition("?")
    here = [title for title in titles(night) if title.habit == habit]
    if path == "/robots.txt":
        return ROBOTS[habit].format(base=base).encode(), "text/plain; charset=utf-8", None
    if path == ("/titles" if habit == "catalogue" else "/"):
        index = _template(f"{habit}_index.html").render(site=site, base=base, titles=here)
        return index.encode(), "text/html; charset=utf-8", None
    if path == "/sitemap.xml" and habit == "catalogue":
        return _template("catalogue_sitemap.xml").render(base=base, titles=here).encode(), "application/xml", None
    if path == "/about/" and habit == "blog":
        return _template("blog_about.html").render(site=site).encode(), "text/html; charset=utf-8", None
    title = next((title for title in here if title.path == path), None)
    if title is None:
        return None
    if night in title.walled:
        return _template("blog_wall.html").render(site=site).encode(), "text/html; charset=UTF-8", None
    if habit == "captures":
        return capture_text(title).encode(), "text/plain; charset=utf-8", None
    render = _blog if habit == "blog" else _catalogue
    text = render(title, here, site, night, base, query)
    if text is None:
        return None
    body = _broken(text.encode()) if title.trouble == "broken" else text.encode()
    return body, "text/html; charset=UTF-8", title.trouble


def _blog(title: Title, here: list[Title], site: Mapping[str, Any], night: int, base: str, query: str) -> str | None:
    words = table("words.toml")[title.language]
    replies: dict[str | None, list[Comment]] = {}
    for comment in title.comments:
        replies.setdefault(comment.parent, []).append(comment)
    zone = ZoneInfo(site["zone"])
    return _template("blog.html").render(
        title=title,
        site=site,
        base=base,
        url=f"{base}{title.path}",
        words=words,
        replies=replies,
        following=here[(here.index(title) + 1) % len(here)],
        opened=_worded(date(2025, 3, 1), 8, 0, words),
        date=lambda comment: _worded(comment.posted.date(), comment.posted.hour, comment.posted.minute, words),
        machine=lambda comment: comment.posted.replace(tzinfo=zone).isoformat(),
        number=_plain,
    )


def _catalogue(
    title: Title, here: list[Title], site: Mapping[str, Any], night: int, base: str, query: str
) -> str | None:
    newest_first = title.comments[::-1]
    pages = max(1, -(-len(newest_first) // REVIEWS_ON_A_PAGE))
    number = int(query.removeprefix("page=")) if query.removeprefix("page=").isdecimal() else 1
    if not 1 <= number <= pages:
        return None
    url = f"{base}{title.path}"
    others = [other for other in here if other.slug != title.slug and other.first == 1 and other.last == LAST_NIGHT]
    return _template("catalogue.html").render(
        title=title,
        site=site,
        base=base,
        url=url,
        json_ld=_json_ld(title, url),
        shown=newest_first[(number - 1) * REVIEWS_ON_A_PAGE : number * REVIEWS_ON_A_PAGE],
        page=number,
        pages=pages,
        link=lambda wanted: url if wanted == 1 else f"{url}?page={wanted}",
        others=others[:3],
        date=_review_date(title, night),
        hint=lambda comment: _month_first(comment, "/") if has_hint(title, comment) else None,
        preview=_preview,
        number=_plain,
    )


def has_hint(title: Title, comment: Comment) -> bool:
    """Say whether a relative date carries its day in a title attribute."""
    return title.dates == "relative" and int(comment.key.rpartition("/")[2]) % OLDEST_WITH_TITLE_ATTRIBUTE == 0


def relative(comment: Comment, night: int) -> str:
    """Return "3 days ago", as the site says it on a night."""
    days = (night_date(night) - comment.posted.date()).days
    for length, unit in ((30, "month"), (7, "week"), (1, "day")):
        if days >= length:
            return f"{days // length} {unit}{'s' if days >= 2 * length else ''} ago"
    return "today"


def _review_date(title: Title, night: int) -> Callable[[Comment], str]:
    if title.dates == "relative":
        return lambda comment: relative(comment, night)
    return lambda comment: _month_first(comment, "-" if title.dates == "dashed" else "/")


def _month_first(comment: Comment, mark: str) -> str:
    posted = comment.posted
    return f"{posted.month}{mark}{posted.day}{mark}{posted.year}"


def _capture_date(comment: Comment) -> str:
    """Return "23/04/25 at 11:14pm"; midnight is 00, and some write 24 hours and the half of the day."""
    posted = comment.posted
    odd = int(comment.key.rpartition("/")[2]) % 5 == 0
    hour = posted.hour if odd or posted.hour <= 12 else posted.hour - 12
    return f"{posted:%d/%m/%y} at {hour:02}:{posted:%M}{'pm' if posted.hour >= 12 else 'am'}"


def _worded(day: date, hour: int, minute: int, words: Mapping[str, Any]) -> str:
    text: str = words["date"].format(
        day=day.day,
        month=words["months"][day.month - 1],
        number=day.month,
        year=day.year,
        hour=f"{hour:02}",
        twelve=hour % 12 or 12,
        minute=f"{minute:02}",
        half="pm" if hour >= 12 else "am",
    )
    return text


def _preview(comment: Comment) -> str | None:
    text = " ".join(comment.paragraphs)
    return text[:PREVIEW_LENGTH].rpartition(" ")[0] if len(text) > PREVIEW_FROM else None


def _json_ld(title: Title, url: str) -> str:
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": title.kind,
        "name": title.name,
        "url": url,
        "datePublished": str(title.year),
        "description": "\n".join(title.synopsis),
    }
    if title.rating_value is not None:
        node["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": title.rating_value,
            "ratingCount": title.rating_count,
        }
        if title.rating_best is not None:
            node["aggregateRating"]["bestRating"] = title.rating_best
    return json.dumps(node, ensure_ascii=False).replace("<", "\\u003c")


def _broken(body: bytes) -> bytes:
    """Return the page with invalid bytes in its middle and without its end, cut within a tag."""
    middle = body.index(b'<ol class="comment-list">')
    kept = body[: body.rindex(b"<time datetime=") + 12]
    return kept[:middle] + b"\xff\xfe\x00\x80<div <<p class=\x00'\xc3(" + kept[middle:]


def _plain(value: float) -> str:
    return f"{value:g}"


@cache
def _template(name: str) -> jinja2.Template:
    loader = jinja2.PackageLoader("flows.demo", "templates")
    environment = jinja2.Environment(
        loader=loader,
        autoescape=lambda which: which is not None and not which.endswith(".txt"),
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template(name)
