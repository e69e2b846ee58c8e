"""How much of a reading survives when a page is changed in ways that a reader would not see.

    python tests/benchmarks/metamorphic.py FOLDER [--only NAME] [--held] [--worst N]

FOLDER holds `sources-list.tsv` (columns path, url, seen_at), the pages, and in one folder `<stem>.json` with labels:
a list `comments` of objects with author, posted_iso, rating_value, rating_scale_max, body_prefix, body_suffix, depth.
Each change is made on the parsed page, the changed page is read again, and a table shows what is left:

- as it is: the page untouched;
- engines off: no built-in profile recognises itself;
- names hashed: every class, id and itemprop name replaced by a hash of it (the same name by the same hash);
- no dates: every text and attribute that is a date taken out;
- no machine attributes: datetime, content, title, data-*, itemprop and JSON-LD taken out;
- shuffled: the items of lists in another order, each wrapped in new divs.

Texts are compared by letters and digits, 24 from each end. Prints; writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree, html

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from extract.read.document import Document
from extract.read.limits import Limits
from extract.read.structured import StructuredData
from extract.read.threads import find_comments
from extract.read.threads.days import dated_text
from extract.records import Capture, RawComment, RawTitle
from transform.dates import read_posted
from transform.ratings import read_comment_rating

EDGE = 24
Change = Callable[[html.HtmlElement, list[str]], None]


def letters(text: str | None) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text or "").casefold() if c.isalnum())


def hash_names(root: html.HtmlElement, _: list[str]) -> None:
    def hashed(name: str) -> str:
        return "h" + hashlib.sha1(name.encode()).hexdigest()[:7]

    ids = {}
    for el in root.iter():
        if not isinstance(el.tag, str):
            continue
        for key in ("class", "itemprop", "itemtype", "data-hook", "data-testid", "name", "property", "rel"):
            if el.get(key) and not (key in ("name", "property") and el.tag == "meta"):
                el.set(key, " ".join(hashed(n) for n in el.get(key).split()))
        if el.get("id"):
            ids[el.get("id")] = hashed(el.get("id"))
            el.set("id", ids[el.get("id")])
    for script in root.xpath("//script[contains(@type,'json')]"):
        script.getparent().remove(script)


def no_dates(root: html.HtmlElement, _: list[str]) -> None:
    for el in list(root.iter()):
        if not isinstance(el.tag, str):
            continue
        for key, value in list(el.attrib.items()):
            if (len(value) < 60 and (dated_text(value) or re.search(r"\d{4}-\d\d-\d\d", value))) or re.fullmatch(
                r"\d{10}(\d{3})?", value
            ):
                del el.attrib[key]
        for key in ("datetime", "data-time", "data-timestamp", "data-utime"):
            el.attrib.pop(key, None)
        if el.tag == "time":
            el.tag = "span"
        if el.text and len(el.text.strip()) < 60 and dated_text(el.text):
            el.text = ""
        if el.tail and len(el.tail.strip()) < 60 and dated_text(el.tail):
            el.tail = " "
    for script in root.xpath("//script[contains(@type,'json')]"):
        script.getparent().remove(script)


def no_machine(root: html.HtmlElement, _: list[str]) -> None:
    for el in list(root.iter()):
        if not isinstance(el.tag, str):
            continue
        for key in list(el.attrib):
            if key.startswith(("data-", "item", "aria-")) or key in (
                "datetime",
                "content",
                "title",
                "alt",
                "property",
                "typeof",
            ):
                del el.attrib[key]
    for script in root.xpath("//script[contains(@type,'json')]"):
        script.getparent().remove(script)


def shuffle(root: html.HtmlElement, starts: list[str]) -> None:
    """Reorder the top-level items of each labelled list and wrap every one in two new divs."""
    chance = random.Random(7)
    holders = _holders(root, starts)
    by_parent: dict[html.HtmlElement, list[html.HtmlElement]] = defaultdict(list)
    for el in holders:
        by_parent[el.getparent()].append(el)
    for parent, items in by_parent.items():
        if len(items) < 2:
            continue
        places = [parent.index(el) for el in items]
        tails = [el.tail for el in items]
        order = items[:]
        chance.shuffle(order)
        for el in items:
            el.tail = None
            parent.remove(el)
        for place, tail, el in sorted(zip(places, tails, order, strict=True), key=lambda t: t[0]):
            outer = etree.SubElement(parent, "div")
            parent.remove(outer)
            inner = etree.SubElement(outer, "div")
            inner.append(el)
            outer.tail = tail
            parent.insert(place, outer)


def _holders(root: html.HtmlElement, starts: list[str]) -> list[html.HtmlElement]:
    """The elements that hold one labelled body each, as high as they still hold one."""
    wanted = {s for s in starts if len(s) >= 8}
    at: dict[str, html.HtmlElement] = {}
    for el in root.iter():
        if isinstance(el.tag, str) and el.tag not in ("script", "style", "head", "title"):
            text = letters(el.text)[:EDGE]
            for s in wanted:
                if s not in at and text and (text.startswith(s[: len(text)]) and len(text) >= 8):
                    at[s] = el
    chains = [[el, *el.iterancestors()] for el in at.values()]
    shared: dict[html.HtmlElement, int] = defaultdict(int)
    for chain in chains:
        for el in chain:
            shared[el] += 1
    out = []
    for chain in chains:
        k = next((k for k, el in enumerate(chain) if shared[el] > 1), None)
        if k:
            out.append(chain[k - 1])
    return list(dict.fromkeys(out))


CHANGES: dict[str, Change | None] = {
    "as it is": None,
    "engines off": None,
    "names hashed": hash_names,
    "no dates": no_dates,
    "no machine attributes": no_machine,
    "shuffled": shuffle,
}


class Pair:
    """One labelled item held against one comment read."""

    def __init__(self, label: dict[str, Any], comment: dict[str, Any], without: str) -> None:
        body = comment["body"]
        first, last = letters(label["body_prefix"])[:EDGE], letters(label["body_suffix"])[-EDGE:]
        self.start = body.startswith(first) if first else not body
        self.end = body.endswith(last) if last else not body
        self.short = len(first) < 8
        self.author = letters(label.get("author")) == comment["author"]
        want = _day(label.get("posted_iso"))
        undated = without == "no dates" or label.get("date_precision") in (None, "none", "relative")
        self.date = (
            (comment["day"] is None or not undated)
            if want is None or undated
            else (comment["day"] is not None and abs(want - comment["day"]) <= 1)
        )
        if want is not None and without in ("no machine attributes", "no dates"):
            self.date = self.date or comment["day"] is None or without == "no dates"
        value, best = label.get("rating_value"), label.get("rating_scale_max")
        percent = None if value is None or not best else 100.0 * float(value) / float(best)
        got = comment["percent"]
        if percent is None:
            self.rating = got is None or bool(label.get("rating_raw"))
        else:
            self.rating = got is not None and abs(percent - got) <= 0.5
        if without == "no machine attributes" and percent is not None and got is None:
            self.rating = True  # what only machines saw is gone; silence is right
        self.dated = want is not None

    @property
    def likeness(self) -> float:
        text = 2 * self.start + self.end
        return (min(text, 1) if self.short else text) + self.author + (self.date and self.dated)

    @property
    def whole(self) -> bool:
        return self.start and self.end and self.author and self.date and self.rating


def _day(value: str | None) -> int | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).date().toordinal()
    except ValueError:
        try:
            return datetime.fromisoformat(value[:10]).date().toordinal()
        except ValueError:
            return None


def scores(labels: list[dict[str, Any]], comments: list[dict[str, Any]], change: str) -> tuple[float, float]:
    pairs = [(i, j, Pair(a, b, change)) for i, a in enumerate(labels) for j, b in enumerate(comments)]
    pairs = sorted((p for p in pairs if p[2].likeness >= 2), key=lambda p: (-p[2].likeness, abs(p[0] - p[1])))
    used_i: set[int] = set()
    used_j: set[int] = set()
    kept: list[Pair] = []
    for i, j, pair in pairs:
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            kept.append(pair)
    n = len(labels) + len(comments)
    return 2 * len(kept) / n, 2 * sum(p.whole for p in kept) / n


def plain(comments: Iterable[RawComment], language: str | None) -> list[dict[str, Any]]:
    out = []
    for c in comments:
        r = c.rating
        read = read_comment_rating(
            raw=r.raw if r else None,
            value=r.value if r else None,
            best=r.best if r else None,
            worst=r.worst if r else None,
            markup=r.markup if r else None,
            body=c.body,
            language=language,
        )
        body = c.body
        for a, b in sorted(read.spans, reverse=True):
            body = body[:a] + body[b:]
        date = read_posted(c.posted, c.posted_machine, language=language)
        at = date.at or (date.alternatives[0] if date.alternatives else None)
        out.append(
            {
                "body": letters(body),
                "author": letters(c.author),
                "day": _day(at),
                "percent": read.overall.percent if read.overall else None,
            }
        )
    return out


def main() -> int:
    """Read, change, read again, print."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--only", help="one change")
    ap.add_argument("--held", action="store_true", help="only a fixed third of the pages, by a hash of their names")
    ap.add_argument("--worst", type=int, default=0)
    a = ap.parse_args()
    pages = []
    with (a.folder / "sources-list.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            stem = Path(row["path"]).stem
            labelled = next((p for p in a.folder.glob(f"*/{stem}.json") if p != a.folder / row["path"]), None)
            if labelled is None or (a.held and int(hashlib.sha1(stem.encode()).hexdigest(), 16) % 3):
                continue
            pages.append((stem, row, json.loads(labelled.read_text(encoding="utf-8"))["comments"]))
    print(f"{'change':24} {'items F1':>9} {'record F1':>9} {'false pages':>12} {'false items':>12}")
    for name, change in CHANGES.items():
        if a.only and a.only != name:
            continue
        found: list[tuple[float, float, str]] = []
        false = [0, 0]
        for stem, row, labels in pages:
            document = Document(Capture(url=row["url"], body=(a.folder / row["path"]).read_bytes()), Limits())
            if document.kind != "html":
                continue
            if change is not None:
                change(document.root, [letters(c["body_prefix"])[:EDGE] for c in labels])
            options: dict[str, Any] = {"engines": ()} if name != "as it is" and name == "engines off" else {}
            result = find_comments(document, RawTitle(), structured=StructuredData(document), **options)
            if labels:
                found.append((*scores(labels, plain(result.comments, document.language), name), stem))
            elif result.comments:
                false[0] += 1
                false[1] += len(result.comments)
        items = sum(f[0] for f in found) / max(1, len(found))
        records = sum(f[1] for f in found) / max(1, len(found))
        print(f"{name:24} {items:9.3f} {records:9.3f} {false[0]:12} {false[1]:12}", flush=True)
        for f in sorted(found)[: a.worst]:
            print(f"    {f[2]:28} {f[0]:.2f} {f[1]:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
