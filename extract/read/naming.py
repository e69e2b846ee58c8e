"""A title's name out of a heading, an OpenGraph title or a title element: without site, page number and year.

Works on texts only. It takes off what other texts of the same page prove to be decoration, no words for their own sake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import unescape
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from extract.read.remembered import remembered
from extract.read.words import thread_heading

_SEPARATOR = re.compile(
    r"\s+[-–—|•·:»«›/~]{1,2}\s+|\s*[|｜•»›【】]\s*|\s[-–—]$|^[-–—]\s|\s*::\s*|(?<=\w):\s+|[_]\s|[-–—:：]{1,2}(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[-–—_:：]{1,2}"
)
_PAGE = re.compile(
    r"(?:^|[\s,(|–—-]+)(?:page|seite|página|pagina|strona|страница|стр\.?|sayfa|sida|side|sivu|strana)\s*\d{1,5}(?:\s*(?:of|von|de|di|z|из|/)\s*\d+)?\)?\s*$|第\s*\d+\s*[页頁ページ]+$|\s\(\d{1,4}/\d{1,4}\)$",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(r"\s*[(\[（【]\s*((?:1[89]|20|21)\d{2})(?:\s*[-–—]\s*(?:(?:19|20)\d{2})?)?\s*[)\]）】]\s*$")
_YEAR_ANYWHERE = re.compile(
    r"[(\[（]\s*(?:[^\W\d]+\.?[\s/]+){0,3}((?:1[89]|20|21)\d{2})(?:\s*[-–—]\s*(?:(?:19|20)\d{2})?)?\s*[)\]）]"
)
_IN_SERIES = re.compile(r"\s*[(\[][^()\[\]#]{1,80}[\s,]#\d{1,4}(?:[.-]\d{1,4})?[)\]]\s*$")
_DIGITS = {ord(digit): str(k % 10) for k, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९")}
_QUOTED = re.compile("«[^«»]*»")
_CLOSED = "\ue000"
_STRONG = re.compile(r"\s+[-–—|•·»«›~]{1,2}\s+|\s*[|｜•»›]\s*")
_ON_SITE = re.compile(
    r"(?P<name>.*\S)\s+(?:on|at|auf|bei|sur|en|su|op|på|na|no|на|@)\s+(?P<site>\S+(?:\s\S+){0,2})", re.IGNORECASE
)
_SITE_IN_BRACKETS = re.compile(r"(?P<name>.*\S)\s*[\[【(（](?P<site>[^\[\]【】()（）]{2,40})[\]】)）]")
_SITE_FIRST = re.compile(r"(?P<site>\S+(?:\s\S+){0,2}?)\s*上的\s*(?P<name>\S.*)")
_PAGE_PART = re.compile(r"(?:page|p|seite|pagina)?[-_]?\d{1,5}", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_NO_LETTERS = re.compile(r"[\W_]+")


@remembered(4096)
def letters(text: str) -> str:
    """Return a text's letters and digits, folded: what two spellings of one name share."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def tidy(text: str | None) -> str:
    """Take invisible marks off a name and collapse its white space."""
    plain = unescape(text) if text and "&" in text else text or ""  # names are often escaped twice
    return " ".join(_INVISIBLE.sub("", plain).split())


def plain_digits(text: str) -> str:
    """Write Arabic, Persian and Devanagari digits as 0 to 9; nothing else moves."""
    return text if text.isascii() else text.translate(_DIGITS)


def split_year(name: str) -> tuple[str, str | None]:
    """Split "Solaris (1972)" into the name and its year; a name that is nothing but a year stays whole."""
    match = _YEAR_AT_END.search(plain_digits(name))
    if match is None or not name[: match.start()].strip():
        return name, None
    return name[: match.start()].strip(), match[1]


def without_series(name: str) -> str:
    """Take a book's place in its series off its name: "The Sea Door (Harbour, #2)"."""
    return _IN_SERIES.sub("", name) or name


def first_part(line: str) -> str:
    """Return what stands before a line's first dash or bar; where it has none, before its first colon."""
    return next((part for part in _STRONG.split(line)[:-1] if part), None) or next(iter(segments(line)), line)


def year_in_brackets(text: str) -> str | None:
    """Return the year in brackets of a title line: "Weapons (2025) directed by", "X (TV Series 2011–2019)"."""
    match = _YEAR_ANYWHERE.search(plain_digits(text))
    return match[1] if match else None


def without_page_number(text: str) -> str:
    """Take "Page 2", "(Seite 3 von 9)" off a title's end."""
    shorter = _PAGE.sub("", text).strip(" -–—|,·•(")
    return shorter or text


def segments(text: str) -> list[str]:
    """Split a title line at what usually separates a name from a site: dashes, bars, dots, guillemets."""
    parts = (part.strip(" -–—|•·:»«›").replace(_CLOSED, "»") for part in _SEPARATOR.split(_closed(text)))
    return [part for part in parts if part]


def _closed(text: str) -> str:
    """Put another sign for each "»" that closes a quotation, and so separates nothing."""
    return _QUOTED.sub(lambda match: match[0][:-1] + _CLOSED, text) if "«" in text else text


def without_site(text: str, sites: Sequence[str]) -> str:
    """Take the site's names off a title line's end or start; the text as it was where that would leave nothing.

    `sites` are names that the page itself gives for its site, and its host's labels.
    """
    known = {letters(site) for site in sites if letters(site)}
    text = without_page_number(tidy(text))
    for _ in range(4):
        cut = _cut_once(text, known)
        if cut is None:
            return text
        text = without_page_number(cut)
    return text


def _cut_once(text: str, known: set[str]) -> str | None:
    # "Name on Site", "Name [Site]": no separator parts them, so the site must be named exactly
    for pattern in (_ON_SITE, _SITE_FIRST, _SITE_IN_BRACKETS):
        match = pattern.fullmatch(text)
        if match is not None and letters(match["site"]) in known:
            return match["name"].strip()
    breaks = list(_SEPARATOR.finditer(_closed(text)))
    if not breaks:
        return None
    first, last = breaks[0], breaks[-1]
    if _is_site(text[last.end() :], known) and text[: last.start()].strip():
        return text[: last.start()].strip()
    if _is_site(text[: first.start()], known) and text[first.end() :].strip():
        return text[first.end() :].strip()
    for early, later in pairwise(breaks):  # "Name | Site - its motto"
        if _is_site(text[early.end() : later.start()], known) and text[: early.start()].strip():
            return text[: early.start()].strip()
    return None


def _is_site(part: str, known: set[str]) -> bool:
    word = letters(part)
    if not word:
        return True
    return word in known or any(
        len(k) > 3 and (word.startswith(k) or word.endswith(k)) and len(word) <= 2 * len(k) for k in known
    )


def host_names(url: str) -> list[str]:
    """Return what a host's name says of its site: "www.example.co.uk" -> example.co.uk, example."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return []
    host = host.removeprefix("www.").removeprefix("m.")
    labels = host.split(".")
    if len(labels) < 2:
        return [host] if host else []
    names = [host]
    body = labels[:-1]
    while len(body) > 1 and len(body[-1]) <= 3:
        body = body[:-1]
    names += [".".join(labels[i:]) for i in range(1, len(labels) - 1)]
    return [*names, body[-1], "".join(body)]


def run_of_slug(line: str, slug: str) -> str | None:
    """Return the part of a title line that an address spells, or None; `slug` is `letters` of the address's last part.

    Parts are what dashes, bars and the like separate; an address may spell only the beginning of a long name.
    """
    if len(slug) < 4:
        return None
    breaks = list(_SEPARATOR.finditer(line))
    starts = [0, *(m.end() for m in breaks)]
    ends = [*(m.start() for m in breaks), len(line)]
    if len(starts) > 30:
        return None
    best: str | None = None
    nearest = 0
    for first, start in enumerate(starts):
        for end in ends[first:]:
            run = line[start:end].strip(" -–—|•·:»«›")
            word = letters(run)
            if not word or len(word) < 0.4 * len(slug):
                continue
            if word == slug:
                return run
            long = min(len(word), len(slug)) >= 12
            likeness = -abs(len(word) - len(slug))
            if long and (word.startswith(slug) or slug.startswith(word)) and (best is None or likeness > nearest):
                best, nearest = run, likeness
    return best


def name_of_slug(url: str) -> str | None:
    """Return the name that an address's last part spells, or None where it is an id, a page number or "reviews"."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    parts = [p for p in path.split("/") if p]
    while parts and _PAGE_PART.fullmatch(parts[-1]):
        parts.pop()
    for part in reversed(parts[-2:]):
        stem = re.sub(r"\.(?:html?|php|aspx?|jsp|txt|json|xml|md)$", "", part, flags=re.IGNORECASE)
        words = [w for w in re.split(r"[-_+.\s]+", stem) if w]
        while len(words) > 1 and words[-1].isdigit() and len(words[-1]) > 4:
            words.pop()
        while len(words) > 1 and words[0].isdigit():
            words.pop(0)
        name = " ".join(words)
        if len(words) == 1 and thread_heading().fullmatch(name):
            return None
        if words and not all(w.isdigit() for w in words) and re.search(r"[^\W\d_]{2}", stem):
            return name if any(c.isupper() for c in name) else name[0].upper() + name[1:]
    return None
