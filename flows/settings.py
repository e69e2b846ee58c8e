"""The operator's settings: `nightreel.toml`, the environment, flags; in rising order of precedence.

A wrong key, type or address is one `SettingsError` line that names where it stands. Nothing here starts a run.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from extract.site import Site

FILE_NAME = "nightreel.toml"
SITE_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class SettingsError(Exception):
    """The settings cannot be used; the message names file and key, and what is allowed."""

    exit_status = 2  # as for a flag that is none


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no IANA time zone (such as Europe/Berlin)") from None
    return name


def _http(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no http or https address")
    return url


Zone = Annotated[str, AfterValidator(_zone)]
Address = Annotated[str, AfterValidator(_http)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteSettings(_Strict):
    """One `[[site]]`: where its titles are, and what its pages cannot tell themselves."""

    id: str = Field(description="short name of the site, used in ids and folders")
    pages: tuple[Address, ...] = Field((), description="addresses of title pages")
    listings: tuple[Address, ...] = Field((), description="pages that link to title pages")
    sitemaps: tuple[Address, ...] = Field((), description="sitemaps or sitemap indexes")
    feeds: tuple[Address, ...] = Field((), description="RSS or Atom feeds")
    paths: tuple[Path, ...] = Field((), description="local files, folders or WARCs")
    profile: str | None = Field(
        None, examples=["films.toml"], description="TOML file or name of a built-in profile; most sites need none"
    )
    delay: float = Field(1.0, ge=0, le=3600, description="least pause between two requests to a host, in seconds")
    max_pages_per_thread: int = Field(50, ge=1, description="pages of one thread that are followed")
    max_titles: int = Field(10_000, ge=1, description="titles that are visited in one night")
    allow_private: bool = Field(False, description="the site is on loopback or a private network on purpose")
    zone: Zone | None = Field(None, examples=["Europe/Berlin"], description="the zone that the site's clocks show")
    language: str | None = Field(None, examples=["en"], description="BCP 47 tag of the site's language")
    date_order: Literal["dmy", "mdy", "ymd"] | None = Field(
        None, examples=["dmy"], description="order of numeric dates left open"
    )

    @field_validator("id")
    @classmethod
    def _plain_id(cls, value: str) -> str:
        if not SITE_ID.fullmatch(value):
            raise ValueError(f"{value!r}: use lower-case letters, digits, dots and dashes, 64 at most")
        return value

    def to_site(self, base: Path) -> Site:
        """Return the record that extract reads; relative paths and profile files are taken from `base`."""
        profile = self.profile
        if profile is not None and profile.endswith(".toml"):
            profile = str(base / profile)
        fields = self.model_dump(exclude={"id", "profile", "paths"})
        return Site(site_id=self.id, profile=profile, paths=tuple(base / path for path in self.paths), **fields)


class FetchSettings(_Strict):
    """`[fetch]`: limits and habits for every request; the names are those of extract.fetch."""

    max_body: int = Field(20 * 2**20, ge=1024, description="bytes of one page after decompression")
    connect_seconds: float = Field(10, gt=0, description="time to connect and for TLS")
    read_seconds: float = Field(30, gt=0, description="time between two pieces of an answer")
    whole_seconds: float = Field(120, gt=0, description="time for one whole answer")
    max_crawl_delay: float = Field(60, gt=0, description="most that a robots.txt Crawl-delay may ask for, in seconds")
    max_pause: float = Field(3600, gt=0, description="longest pause that one Retry-After may ask for, in seconds")
    latency_factor: float = Field(1.0, ge=0, description="a host rests this many times what its last answer took")
    respect_noindex: bool = Field(True, description="do not read pages that ask not to be indexed")
    respect_noarchive: bool = Field(True, description="do not keep the bytes of pages that ask not to be archived")
    patience: int = Field(7, ge=1, description="nights without a change after which a title is visited less often")
    max_gap_nights: int = Field(7, ge=1, description="most nights between two visits of a title that never changes")


class PrivacySettings(_Strict):
    """`[privacy]`: what the warehouse may know of people."""

    author_digests: bool = Field(
        False,
        description="store salted digests in place of names; names stored before leave with the next run",
    )
    salt: str | None = Field(
        None, examples=["a secret of some words"], description="secret for the digests; needed with author_digests"
    )
    suppress: Path | None = Field(
        None, examples=["suppressed.txt"], description="file with one author a line, left out of warehouse and reports"
    )


class Settings(BaseSettings):
    """Everything an operator can say, with its default. Relative paths count from the file's own folder."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix="NIGHTREEL_",
        env_nested_delimiter="__",
        nested_model_default_partial_update=True,
    )

    contact: str | None = Field(
        None,
        examples=["you@example.org"],
        description="mail or web address sent in the User-Agent; needed for public hosts",
    )
    data: Path = Field(Path("data"), description="folder of archive, warehouse and reports")
    zone: Zone = Field("UTC", description="the operator's zone: nights, schedule and reports")
    locale: str = Field("en", description="locale of numbers in the reports")
    deadline: str | None = Field(
        None,
        examples=["06:30"],
        description='end of a run: a clock ("06:30") or a span ("5h", "90m"); what is complete is published',
    )
    on_failure: str | None = Field(
        None,
        examples=["mail -s nightreel you@example.org"],
        description="command run with the run's facts when a run fails or has trouble",
    )
    workers: int = Field(0, ge=0, le=64, description="processes that read pages; 0 takes one a core")
    keep_releases: int = Field(3, ge=1, le=365, description="published warehouses that are kept")
    trouble_rejects: float = Field(0.05, ge=0, le=1, description="share of pages unread above which a run has trouble")
    fetch: FetchSettings = Field(default=FetchSettings(), description="limits for every request")
    privacy: PrivacySettings = Field(default=PrivacySettings(), description="what is kept of people")
    site: tuple[SiteSettings, ...] = Field((), description="the sites, one [[site]] each")

    @field_validator("deadline")
    @classmethod
    def _readable_deadline(cls, value: str | None) -> str | None:
        if value is not None:
            deadline_from(value, datetime(2026, 1, 1), "UTC")
        return value

    @field_validator("site")
    @classmethod
    def _distinct_ids(cls, value: tuple[SiteSettings, ...]) -> tuple[SiteSettings, ...]:
        ids = [site.id for site in value]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"site id {twice[0]!r} stands twice")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags come as init arguments; the file is handed in as the last source by `load_settings`."""
        return (init_settings, env_settings)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings with the place each value came from: key -> "flag", "environment", the file's path, or "default"."""

    settings: Settings
    origin: Mapping[str, str]
    file: Path | None

    @property
    def base(self) -> Path:
        """The folder that relative paths count from."""
        return self.file.resolve().parent if self.file is not None else Path.cwd()

    @property
    def data_dir(self) -> Path:
        """The data folder, absolute."""
        return self.base / self.settings.data

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites as extract reads them."""
        return tuple(site.to_site(self.base) for site in self.settings.site)


def load_settings(file: Path | None = None, flags: Mapping[str, Any] | None = None) -> LoadedSettings:
    """Read the settings; `file` None looks for nightreel.toml in the working folder and does without.

    `flags` holds what was said on the command line (nested dicts), None values left out. Raises SettingsError.
    """
    said = {key: value for key, value in (flags or {}).items() if value is not None}
    if file is None:
        file = Path(os.environ.get("NIGHTREEL_SETTINGS", FILE_NAME))
        if not file.exists():
            if "NIGHTREEL_SETTINGS" in os.environ:
                raise SettingsError(f"{file}: no such file (named by NIGHTREEL_SETTINGS)")
            file = None
    elif not file.exists():
        raise SettingsError(f"{file}: no such file; `nightreel init` writes one")
    in_file = _read_file(file) if file is not None else {}
    label = str(file) if file is not None else FILE_NAME

    class _Sourced(Settings):
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], *_: PydanticBaseSettingsSource, **__: PydanticBaseSettingsSource
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (
                InitSettingsSource(settings_cls, init_kwargs=said),
                EnvSettingsSource(settings_cls),
                InitSettingsSource(settings_cls, init_kwargs=in_file),
            )

    _refuse_unknown_environment()
    try:
        settings = _Sourced()
        environment = EnvSettingsSource(_Sourced)()
    except ValidationError as error:
        raise SettingsError(_first_line(error, label, said, in_file)) from None
    except Exception as error:  # pydantic-settings raises its own SettingsError for values that are no JSON
        raise SettingsError(f"environment: {error}") from None
    origin = {}
    for key in _leaves(settings.model_dump()):
        for name, layer in (("flag", said), ("environment", environment), (label, in_file)):
            if _has(layer, key):
                origin[key] = name
                break
        else:
            origin[key] = "default"
    if settings.privacy.author_digests and not settings.privacy.salt:
        raise SettingsError(f"{label}: privacy.author_digests needs privacy.salt, a secret of at least a few words")
    if settings.privacy.suppress is not None:
        base = file.resolve().parent if file is not None else Path.cwd()
        listed = base / settings.privacy.suppress
        if not listed.is_file():
            raise SettingsError(f"{label}: privacy.suppress: {listed} is no file")
        settings = settings.model_copy(update={"privacy": settings.privacy.model_copy(update={"suppress": listed})})
    return LoadedSettings(settings=settings, origin=origin, file=file)


def deadline_from(text: str, start: datetime, zone: str) -> datetime:
    """Return the end of a run that starts at `start` (aware, or naive in `zone`): a clock time ahead, or a span.

    Raises ValueError for anything else.
    """
    span = re.fullmatch(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?", text.strip())
    if span and (span[1] or span[2]):
        return start + timedelta(hours=int(span[1] or 0), minutes=int(span[2] or 0))
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        raise ValueError(f'{text!r}: write a clock ("06:30") or a span ("5h", "90m")')
    local = start.astimezone(ZoneInfo(zone)) if start.tzinfo is not None else start
    end = datetime.combine(local.date(), time(int(clock[1]), int(clock[2])), local.tzinfo)
    return end if end > local else end + timedelta(days=1)


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: no valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from None


def _refuse_unknown_environment() -> None:
    """A misspelt NIGHTREEL_ variable would otherwise be silently ignored."""
    known = {name.upper() for name in Settings.model_fields} | {"SETTINGS"}
    for name in os.environ:
        if name.startswith("NIGHTREEL_") and name.removeprefix("NIGHTREEL_").split("__")[0] not in known:
            allowed = ", ".join(f"NIGHTREEL_{key}" for key in sorted(known))
            raise SettingsError(f"environment: unknown variable {name}; allowed: {allowed}")


def _first_line(error: ValidationError, label: str, said: Mapping[str, Any], in_file: Mapping[str, Any]) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if _has(said, key):
        where = "flag"
    elif _has(in_file, key):
        where = label
    else:
        where = "environment" if os.environ.get("NIGHTREEL_" + key.upper().replace(".", "__")) else label
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        tables: dict[str, type[BaseModel]] = {"fetch": FetchSettings, "privacy": PrivacySettings, "site": SiteSettings}
        table = tables.get(str(first["loc"][0]), Settings) if len(first["loc"]) > 1 else Settings
        message = f"unknown key; allowed here: {', '.join(table.model_fields)}"
    elif "input" in first and not isinstance(first["input"], dict) and not key.endswith("salt"):
        message = f"{message} (it says {first['input']!r})"
    return f"{where}: {key}: {message}"


def _leaves(tree: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def _has(tree: Any, key: str) -> bool:
    for part in key.split("."):
        if isinstance(tree, (list, tuple)):
            if not part.isdigit() or int(part) >= len(tree):
                return False
            tree = tree[int(part)]
        elif isinstance(tree, Mapping):
            if part not in tree:
                return False
            tree = tree[part]
        else:
            return False
    return True
