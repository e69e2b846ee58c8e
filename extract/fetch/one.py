"""One page for a person at the keyboard: as polite and as careful as a night, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from extract.fetch.address import Resolve, resolve
from extract.fetch.client import Answer, Client, Expects, Watch
from extract.fetch.headers import absolute
from extract.fetch.robots import parse_rules, robots_url, rules_without_file
from extract.fetch.settings import FetchSettings
from extract.records import Capture

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchFailed(Exception):
    """Why a page could not be had, in one sentence."""


def fetch_one(
    url: str,
    *,
    now: datetime,
    user_agent: str = "nightreel",
    settings: FetchSettings = FetchSettings(),  # noqa: B008 - frozen
    resolve: Resolve = resolve,
) -> Capture:
    """Ask for one page, robots.txt first, and return it with `now` as its time; FetchFailed where it cannot be had.

    A private address is asked only where the person named it: no redirect leads to another one. An answer that is not
    200 is returned as it is, for a reader to say what it shows.
    """
    watch = Watch()
    client = Client(user_agent=user_agent, settings=settings, clock=lambda: now, watch=watch, resolve=resolve)
    named = urlsplit(url).hostname

    def get(where: str, expects: Expects) -> Answer:
        limit = settings.robots_bytes if expects == "robots" else settings.max_body
        near = urlsplit(where).hostname == named
        return client.get(where, {}, allow_private=near, max_bytes=limit, expects=expects)

    try:
        seen = [url]
        while True:
            where = seen[-1]
            _refuse_forbidden(where, _followed(robots_url(where), get, settings), settings)
            answer = get(where, "page")
            if answer.failure is not None:
                raise FetchFailed(f"fetching {where}: {answer.failure} {answer.detail}".strip())
            if answer.status not in REDIRECTS:
                break
            seen.append(_target(answer, seen, settings))
    finally:
        client.close()
        watch.close()
    return Capture(
        url=where, body=answer.body, status=answer.status or 0, headers=answer.headers, fetched_at=answer.began_at
    )


def _followed(url: str, get: Callable[[str, Expects], Answer], settings: FetchSettings) -> Answer:
    seen = [url]
    while True:
        answer = get(seen[-1], "robots")
        if answer.status not in REDIRECTS:
            return answer
        try:
            seen.append(_target(answer, seen, settings))
        except FetchFailed:
            return answer


def _refuse_forbidden(url: str, answer: Answer, settings: FetchSettings) -> None:
    if answer.status == 200 and answer.failure is None:
        rules = parse_rules(answer.body, settings.robots_bytes)
    elif answer.status in REDIRECTS:
        rules = rules_without_file(404, "too many redirects")
    else:
        rules = rules_without_file(answer.status, answer.failure or f"http/{answer.status}")
    verdict = rules.verdict(url)
    if not verdict.startswith("allowed"):
        raise FetchFailed(f"fetching {url}: its robots.txt says {verdict}")


def _target(answer: Answer, seen: list[str], settings: FetchSettings) -> str:
    location = answer.header("Location")
    target = absolute(location, answer.url) if location else None
    if target is None or not target.startswith(("http://", "https://")):
        raise FetchFailed(f"fetching {answer.url}: it leads nowhere")
    if target in seen or len(seen) > settings.max_redirects:
        raise FetchFailed(f"fetching {seen[0]}: its redirects do not end")
    if answer.url.startswith("https:") and target.startswith("http:"):
        raise FetchFailed(f"fetching {answer.url}: it leads from https to plain http")
    return target
