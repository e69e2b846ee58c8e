"""Profiles: TOML that says where things stand on a site's pages, checked and compiled when loaded.

A profile says only what is special about a site; whatever it leaves out is found as on any page. The engines that
nightreel knows are profiles too, that recognise themselves. The form is described in `profiles/schema.json`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from extract.read.selectors import Field, Format, SelectorError, compile_selector

_RATING_FIELDS = ("rating", "rating_best", "rating_worst", "rating_count", "claimed")
TITLE_FIELDS = ("name", "kind", "year", "synopsis", "canonical", "language", "published", *_RATING_FIELDS)
THREAD_FIELDS = ("scope", "item", "rest", "drop", "next_page", "claimed")
_BODY_FIELDS = ("body", "preview", "headline", "quote", "drop", "rating", "rating_best")
_DATE_FIELDS = ("posted", "posted_machine", "edited")
_AUTHOR_FIELDS = ("author", "author_url")
COMMENT_FIELDS = (*_AUTHOR_FIELDS, *_DATE_FIELDS, *_BODY_FIELDS, "id", "parent", "depth", "permalink", "helpful")
LISTING_FIELDS = ("title_links", "next_page")
RECOGNISE_FIELDS = ("all", "any", "none")
SOURCES = ("profile", "json-ld", "state", "microdata", "opengraph", "heading", "title-element")
_MOST_FAILURES = 5
_ORDERS = ("dmy", "mdy", "ymd")
_TABLES = {
    "title": (*TITLE_FIELDS, "prefer"),
    "thread": (*THREAD_FIELDS, "page_template", "prefer", "name", "confidence"),
    "comment": COMMENT_FIELDS,
    "listing": LISTING_FIELDS,
    "recognise": (*RECOGNISE_FIELDS, "generator", "text"),
    "rating": ("best", "worst"),
}
_PLAIN = ("name", "description", "format", "zone", "locale", "date_order", "assume_date_order", "hook", "valid_from")
_TOP = (*_PLAIN, "namespaces", *_TABLES, "version")
_VERSION = ("valid_from", "zone", "locale", "date_order", "assume_date_order", *_TABLES)


class ProfileError(Exception):
    """A profile that cannot be used: file, line, what is wrong, and what is allowed there. One line."""

    def __init__(self, path: str, line: int | None, what: str) -> None:
        self.path, self.line, self.what = path, line, what
        super().__init__(f"{path}{'' if line is None else f', line {line}'}: {what}")


class Hook:
    """The operator's own function: one comment's BeautifulSoup tag in, a mapping of fields (or None) out.

    Whatever it raises costs that answer only and is kept until `failures` asks for it.
    """

    def __init__(self, function: Callable[[Any], Mapping[str, Any] | None], name: str) -> None:
        self._function = function
        self._name = name
        self._failures: list[str] = []

    def __call__(self, tag: Any) -> Mapping[str, Any] | None:
        """Ask the function; None where it fails."""
        try:
            return self._function(tag)
        except Exception as error:  # the operator's own code may raise anything
            if len(self._failures) < _MOST_FAILURES:
                self._failures.append(f"{self._name}: {type(error).__name__}: {error}")
            return None

    def failures(self) -> list[str]:
        """Return what was raised since the last time, and forget it."""
        failed, self._failures = self._failures, []
        return failed


@dataclass(frozen=True, slots=True)
class Recognise:
    """How an engine recognises its own pages: `all` and `any` must find something, `none` nothing.

    `generator` matches the generator meta element; `text` are strings, one of which the page's source must hold
    (looked for first, because it is cheap).
    """

    all: tuple[Field, ...] = ()
    any: tuple[Field, ...] = ()
    none: tuple[Field, ...] = ()
    generator: re.Pattern[str] | None = None
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """A profile's rules from one day on. A field that the profile does not give is absent from its mapping.

    `prefer` maps a title's field to the source to believe first; `thread_prefer` is "profile", "structured" or
    "finder". `best_rating` and `worst_rating` are the site's scale where its pages do not state it.
    """

    valid_from: date | None
    title: Mapping[str, Field] = field(default_factory=dict)
    prefer: Mapping[str, str] = field(default_factory=dict)
    thread: Mapping[str, Field] = field(default_factory=dict)
    comment: Mapping[str, Field] = field(default_factory=dict)
    listing: Mapping[str, Field] = field(default_factory=dict)
    page_template: str | None = None
    thread_prefer: str | None = None
    list_name: str | None = None
    confidence: float = 1.0
    best_rating: str | None = None
    worst_rating: str | None = None
    zone: str | None = None
    locale: str | None = None
    date_order: str | None = None
    assume_date_order: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A loaded profile: its versions, oldest first, and its Python hook if it has one.

    `date_order` of a version is what the site is known to write; `assume_date_order` what the operator takes it to
    write until evidence says otherwise.
    """

    name: str
    versions: tuple[ProfileVersion, ...]
    format: Format = "html"
    recognise: Recognise | None = None
    hook: Hook | None = None
    path: str = ""

    def at(self, when: datetime | date | None) -> ProfileVersion:
        """Return the version in force on a day; the newest where the day is unknown, the oldest before all of them."""
        if when is None:
            return self.versions[-1]
        day = when.date() if isinstance(when, datetime) else when
        held = [v for v in self.versions if v.valid_from is None or v.valid_from <= day]
        return held[-1] if held else self.versions[0]


def load_profile(path_or_name: str | Path) -> Profile:
    """Load a TOML file, or a built-in profile by its name; raises `ProfileError`."""
    path = Path(path_or_name)
    if path.suffix == ".toml" or path.exists():
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ProfileError(str(path), None, f"cannot be read: {error}") from None
        return parse_profile(text, str(path))
    return _builtin(str(path_or_name))


def builtin_names() -> tuple[str, ...]:
    """Return the names of the profiles that ship with nightreel: known engines, in alphabetical order."""
    folder = files("extract").joinpath("profiles")
    names = {entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")}
    engines = folder.joinpath("engines")
    if engines.is_dir():
        names |= {f"engines/{e.name.removesuffix('.toml')}" for e in engines.iterdir() if e.name.endswith(".toml")}
    return tuple(sorted(names))


@cache
def _builtin(name: str) -> Profile:
    known = builtin_names()
    for full in (name, f"engines/{name}"):
        if full in known:
            text = files("extract").joinpath("profiles", *f"{full}.toml".split("/")).read_text(encoding="utf-8")
            return parse_profile(text, f"built-in {name}")
    short = ", ".join(n.removeprefix("engines/") for n in known) or "none"
    raise ProfileError(name, None, f"no such file, and no built-in profile of that name; there are: {short}")


def parse_profile(text: str, path: str = "profile") -> Profile:
    """Check and compile a profile's TOML; `path` names it in errors. Raises `ProfileError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise ProfileError(path, int(line[1]) if line else None, f"not TOML: {error}") from None
    return _Loader(text, path).profile(data)


class _Loader:
    """Turns checked tables into a profile; knows the text only to say on which line something stands."""

    def __init__(self, text: str, path: str) -> None:
        self._lines = text.splitlines()
        self._path = path
        self._format: Format = "html"
        self._namespaces: dict[str, str] = {}

    def profile(self, data: dict[str, Any]) -> Profile:
        self._known_keys(data, _TOP, ())
        format = data.get("format", "html")
        if format not in get_args(Format):
            raise self._error(("format",), f"format is {format!r}; allowed: {', '.join(get_args(Format))}")
        self._format = format
        self._namespaces = self._table(data.get("namespaces", {}), ("namespaces",))
        for key in ("name", "description", "hook"):
            self._string(data, key, ())
        versions = [self._version(data, ())]
        later = data.get("version", [])
        if not isinstance(later, list):
            raise self._error(("version",), "write versions as [[version]] tables")
        for number, changes in enumerate(later):
            where = ("version", str(number))
            self._known_keys(changes, _VERSION, where)
            if "valid_from" not in changes:
                raise self._error(where, "a version needs valid_from = YYYY-MM-DD")
            versions.append(self._version(_merged(data, changes), where))
        versions.sort(key=lambda v: v.valid_from or date.min)
        return Profile(
            name=data.get("name") or Path(self._path.removeprefix("built-in ")).stem,
            versions=tuple(versions),
            format=format,
            recognise=self._recognise(data.get("recognise")),
            hook=self._hook(data.get("hook")),
            path=self._path,
        )

    def _version(self, data: Mapping[str, Any], where: tuple[str, ...]) -> ProfileVersion:
        for table, allowed in _TABLES.items():
            if table in data:
                self._known_keys(self._table(data[table], (*where, table)), allowed, (*where, table))
        for key in ("zone", "locale", "date_order", "assume_date_order"):
            self._string(data, key, where)
        for key in ("date_order", "assume_date_order"):
            if data.get(key) not in (None, *_ORDERS):
                raise self._error((*where, key), f"{key} is {data[key]!r}; allowed: {', '.join(_ORDERS)}")
        valid_from = data.get("valid_from")
        if valid_from is not None and (not isinstance(valid_from, date) or isinstance(valid_from, datetime)):
            raise self._error((*where, "valid_from"), "valid_from is a date without quotes: 2025-01-31")
        self._zone(data.get("zone"), where)
        title, thread = data.get("title", {}), data.get("thread", {})
        rating = data.get("rating", {})
        return ProfileVersion(
            valid_from=valid_from,
            title=self._fields(title, TITLE_FIELDS, (*where, "title")),
            prefer=self._prefer(title.get("prefer", {}), (*where, "title")),
            thread=self._fields(thread, THREAD_FIELDS, (*where, "thread")),
            comment=self._fields(data.get("comment", {}), COMMENT_FIELDS, (*where, "comment")),
            listing=self._fields(data.get("listing", {}), LISTING_FIELDS, (*where, "listing")),
            page_template=self._template(thread, where),
            thread_prefer=self._one_of(thread, "prefer", ("profile", "structured", "finder"), (*where, "thread")),
            list_name=self._string(thread, "name", (*where, "thread")),
            confidence=self._confidence(thread.get("confidence", 1.0), where),
            best_rating=self._number(rating, "best", where),
            worst_rating=self._number(rating, "worst", where),
            zone=data.get("zone"),
            locale=data.get("locale"),
            date_order=data.get("date_order"),
            assume_date_order=data.get("assume_date_order"),
        )

    def _fields(self, table: Mapping[str, Any], names: tuple[str, ...], where: tuple[str, ...]) -> dict[str, Field]:
        return {name: self._field(table[name], (*where, name)) for name in names if name in table}

    def _field(self, value: Any, where: tuple[str, ...]) -> Field:
        members = value if isinstance(value, list) else [value]
        if not members:
            raise self._error(where, "an empty list of selectors; leave the key out")
        compiled = []
        for index, member in enumerate(members):
            regex: str | None = None
            written = member
            if isinstance(member, dict):
                self._known_keys(member, ("select", "regex"), where)
                written, regex = (
                    member.get("select", "xpath:." if self._format == "html" else None),
                    member.get("regex"),
                )
            if not isinstance(written, str) or not (regex is None or isinstance(regex, str)):
                raise self._error(where, 'a selector is a text, or { select = "…", regex = "…" }')
            try:
                key = f"{'.'.join(where[-2:])}[{index}]"
                compiled.append(compile_selector(written, key, self._format, regex, self._namespaces))
            except SelectorError as error:
                raise self._error(where, str(error), written) from None
        return Field(tuple(compiled))

    def _recognise(self, table: Any) -> Recognise | None:
        if table is None:
            return None
        found = {
            name: tuple(self._field(v, ("recognise", name)) for v in self._list(table, name, ("recognise",)))
            for name in RECOGNISE_FIELDS
        }
        generator = self._string(table, "generator", ("recognise",))
        try:
            pattern = None if generator is None else re.compile(generator, re.IGNORECASE)
        except re.error as error:
            raise self._error(("recognise", "generator"), f"bad regular expression: {error}") from None
        texts = tuple(str(t) for t in self._list(table, "text", ("recognise",)))
        return Recognise(found["all"], found["any"], found["none"], pattern, texts)

    def _hook(self, written: str | None) -> Hook | None:
        if written is None:
            return None
        file, _, function = written.partition(":")
        path = Path(self._path).parent / file
        if not function or not path.is_file():
            raise self._error(("hook",), f'hook is "file.py:function", beside the profile; there is no {path}')
        from importlib.util import module_from_spec, spec_from_file_location

        spec = spec_from_file_location(f"nightreel_hook_{path.stem}", path)
        if spec is None or spec.loader is None:
            raise self._error(("hook",), f"{path} is no Python file")
        module = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:  # the operator's own code may raise anything
            raise self._error(("hook",), f"{path} fails when loaded: {type(error).__name__}: {error}") from error
        found = getattr(module, function, None)
        if not callable(found):
            raise self._error(("hook",), f"{path} has no function {function}")
        return Hook(found, written)

    def _prefer(self, table: Any, where: tuple[str, ...]) -> dict[str, str]:
        table = self._table(table, (*where, "prefer"))
        self._known_keys(table, TITLE_FIELDS, (*where, "prefer"))
        return {name: str(self._one_of(table, name, SOURCES, (*where, "prefer"))) for name in table}

    def _template(self, thread: Mapping[str, Any], where: tuple[str, ...]) -> str | None:
        template = self._string(thread, "page_template", (*where, "thread"))
        if template is not None and "{page}" not in template:
            raise self._error((*where, "thread", "page_template"), 'page_template holds "{page}": "?page={page}"')
        return template

    def _zone(self, zone: str | None, where: tuple[str, ...]) -> None:
        if zone is not None:
            from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise self._error((*where, "zone"), f'zone {zone!r} is no IANA name ("Europe/Berlin")') from None

    def _confidence(self, value: Any, where: tuple[str, ...]) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            raise self._error((*where, "thread", "confidence"), "confidence is a number above 0, up to 1")
        return float(value)

    def _number(self, table: Mapping[str, Any], key: str, where: tuple[str, ...]) -> str | None:
        value = table.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise self._error((*where, "rating", key), f"{key} is a number")
        return None if value is None else f"{value:g}"

    def _one_of(
        self, table: Mapping[str, Any], key: str, allowed: tuple[str, ...], where: tuple[str, ...]
    ) -> str | None:
        value = self._string(table, key, where)
        if value is not None and value not in allowed:
            raise self._error((*where, key), f"{key} is {value!r}; allowed: {', '.join(allowed)}")
        return value

    def _string(self, table: Mapping[str, Any], key: str, where: tuple[str, ...]) -> str | None:
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            raise self._error((*where, key), f"{key} is a text in quotes")
        return value

    def _list(self, table: Mapping[str, Any], key: str, where: tuple[str, ...]) -> list[Any]:
        value = table.get(key, [])
        value = [value] if isinstance(value, str | dict) else value
        if not isinstance(value, list):
            raise self._error((*where, key), f"{key} is a list")
        return value

    def _table(self, value: Any, where: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._error(where, f"{where[-1]} is a table: [{'.'.join(where)}]")
        return value

    def _known_keys(self, table: Any, allowed: tuple[str, ...], where: tuple[str, ...]) -> None:
        for key in self._table(table, where or ("profile",)):
            if key not in allowed:
                raise self._error((*where, key), f"unknown key {key!r}; allowed: {', '.join(allowed)}")

    def _error(self, where: tuple[str, ...], what: str, near: str | None = None) -> ProfileError:
        return ProfileError(self._path, self._line(where, near), what)

    def _line(self, where: tuple[str, ...], near: str | None) -> int | None:
        """Find the line of a key, because tomllib does not say: the right table first, then the key in it."""
        version, inner = None, where
        if where[:1] == ("version",) and len(where) > 1:
            version, inner = int(where[1]), where[2:]
        best: int | None = None
        versions_seen = -1
        table: tuple[str, ...] = ()
        for number, line in enumerate(self._lines, 1):
            header = re.match(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]\]?", line)
            if header:
                table = tuple(header[1].replace('"', "").split("."))
                versions_seen += table == ("version",)
                if table[:1] == ("version",):
                    table = table[1:]
                if (versions_seen if version is not None else None) == version and inner == table:
                    best = number
            if version is not None and versions_seen != version:
                continue
            if version is None and versions_seen >= 0:
                break
            if near is not None and near in line and (best is not None or table == inner[:-1]):
                return number
            key = re.match(r"\s*[\"']?([\w-]+)[\"']?\s*(?:\.\s*[\w-]+\s*)*=", line)
            if key and inner and (*table, key[1]) == inner[: len(table) + 1]:
                best = number
                if near is None:
                    return number
        return best


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a version's tables over the base tables, key by key."""
    out = {key: value for key, value in base.items() if key != "version"}
    for key, value in changes.items():
        out[key] = {**out.get(key, {}), **value} if isinstance(value, dict) else value
    return out
