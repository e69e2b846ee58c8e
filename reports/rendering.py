"""Templates into pages: escaping everywhere, one stylesheet inside each page, and a policy that lets nothing else in.

Every page stands alone (a mail attachment has no neighbours), so style and script are in it, named by their digests in
its Content-Security-Policy: whatever slips into a page from the web cannot run, load or send anything.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports import charts, comments, safe
from reports.wording import NOTHING, Wording, iso, moment, ordered, utc


class Renderer:
    """Renders the templates of this room for one operator."""

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.style = _minified(_source("style.css"))
        self.script = _source("script.js").strip()
        self._environment = Environment(
            loader=PackageLoader("reports"),
            autoescape=True,
            finalize=safe.visible,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "words": words,
            "style": Markup(self.style),
            "script": Markup(self.script),
            "policy": f"default-src 'none'; img-src data:; style-src '{_digest(self.style)}'; "
            f"script-src '{_digest(self.script)}'; base-uri 'none'; form-action 'none'",
            "version": version("nightreel"),
            "charts": charts,
            "took": lambda step: _took(step, words),
            "iso": iso,
            "ordered": ordered,
            "utc": utc,
            "link": safe.link,
            "line": safe.line,
            "anchor": safe.anchor,
            "page_of_title": safe.page_of_title,
            "page_of_site": safe.page_of_site,
            "when": lambda row: comments.when(row, words),
            "rated": lambda row, prefix="rating": comments.rated(row, words, prefix),
            "paragraphs": comments.paragraphs,
        }

    def page(self, template: str, **values: Any) -> bytes:
        """Render one template to a page's bytes."""
        return self.part(template, **values).encode("utf-8", "replace")

    def part(self, template: str, **values: Any) -> Markup:
        """Render one template to markup for another."""
        return Markup(self._environment.get_template(template).render(values))

    @cached_property
    def comment(self) -> Callable[[comments.Comment], Markup]:
        """Render one comment; a macro, since a page has hundreds and a template costs more to enter."""
        macro: Callable[[comments.Comment], Markup] = vars(self._environment.get_template("comment.html.j2").module)[
            "comment"
        ]
        return macro

    @cached_property
    def digest(self) -> str:
        """What pages depend on beside their data: templates, style, script, locale, zone, version."""
        sources = [
            f.read_bytes() for f in sorted(files("reports").joinpath("templates").iterdir(), key=lambda f: f.name)
        ]
        said = json.dumps([str(self.words.locale), str(self.words.zone), version("nightreel")]).encode()
        return hashlib.sha256(b"\0".join([said, *sources])).hexdigest()


def _took(step: Mapping[str, Any], words: Wording) -> str:
    began, ended = moment(step.get("started_at")), moment(step.get("ended_at"))
    return words.span((ended - began).total_seconds()) if began is not None and ended is not None else NOTHING


def size(markup: str) -> int:
    """Bytes that markup takes in a page."""
    return len(markup.encode("utf-8", "replace"))


def _source(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _minified(css: str) -> str:
    """Leave out what only people need in a stylesheet: comments and indentation."""
    lines = (line.strip() for line in css.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("/*"))


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
