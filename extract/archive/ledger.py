"""The ledger: a SQLite index of the archive, and the questions that later steps ask of it.

It holds nothing that the WARC files do not tell; it may be deleted at any time. Rows become visible to
other processes when the archive commits, and the archive commits only after the bytes are synced.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from extract.archive.entry import (
    HAS_CONTENT,
    Entry,
    Facts,
    HostFacts,
    Pause,
    ThreadOfNight,
    parse_warc_date,
    warc_date,
)

LEDGER_VERSION = 2
_COLUMNS = (
    "capture_id, site_id, url, fetched_at, status, digest, payload_digest, record_id, content_capture_id, file,"
    " offset, length, etag, last_modified, night, run_id, role, thread, page, outcome, reason, robots, host,"
    " seconds, requested, truncated"
)
_MARKS = ", ".join("?" * len(_COLUMNS.split(",")))


class Ledger:
    """One connection to the ledger, usable from many threads. Opened for writing by the archive only."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        self._lock = threading.RLock()
        if writable:
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = "rwc" if writable else "ro"
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            timeout=30,
        )
        if writable:
            self._prepare()

    def _prepare(self) -> None:
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        version = self._connection.execute("pragma user_version").fetchone()[0]
        if version not in (0, LEDGER_VERSION):
            self.clear()
        schema = resources.files(__package__).joinpath("ledger.sql").read_text("utf-8")
        self._connection.executescript(schema)
        self._connection.execute(f"pragma user_version = {LEDGER_VERSION}")

    @property
    def is_current(self) -> bool:
        """Return whether the ledger is of the form that this nightreel reads."""
        version: int = self._one("pragma user_version")[0]
        return version == LEDGER_VERSION

    def close(self) -> None:
        """Close the connection; what was not committed is left out."""
        with self._lock:
            self._connection.close()

    def commit(self) -> None:
        """Make everything since the last commit visible to other processes."""
        with self._lock:
            if self._connection.in_transaction:
                self._connection.execute("commit")

    def clear(self) -> None:
        """Empty the ledger, to be made again."""
        with self._lock:
            self.commit()
            tables = self._all("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
            for (name,) in tables:
                self._connection.execute(f'drop table "{name}"')
            schema = resources.files(__package__).joinpath("ledger.sql").read_text("utf-8")
            self._connection.executescript(schema)

    # -- written by the archive ------------------------------------------------------------------------------

    def put_capture(self, entry: Entry, record_id: str) -> None:
        """Add or replace one capture."""
        facts = entry.facts
        self._write(
            f"insert or replace into capture ({_COLUMNS}) values ({_MARKS})",
            (
                entry.capture_id,
                entry.site_id,
                entry.url,
                warc_date(entry.fetched_at),
                entry.status,
                entry.digest,
                entry.payload_digest,
                record_id,
                entry.content_capture_id,
                entry.file,
                entry.offset,
                entry.length,
                entry.etag,
                entry.last_modified,
                facts.night.isoformat() if facts.night else None,
                facts.run_id,
                facts.role,
                facts.thread,
                facts.page,
                facts.outcome,
                facts.reason,
                facts.robots,
                facts.host,
                facts.seconds,
                int(facts.requested),
                facts.truncated,
            ),
        )

    def amend(self, capture_id: str, outcome: str, reason: str | None) -> None:
        """Change what came of a capture, after reading it."""
        self._write("update capture set outcome = ?, reason = ? where capture_id = ?", (outcome, reason, capture_id))

    def put_thread(
        self,
        *,
        site_id: str,
        start_url: str,
        night: date,
        run_id: str,
        read_at: datetime,
        pages: Sequence[str],
        ended_normally: bool,
        gone: bool,
        reason: str | None,
        found: bool,
        file: str,
        offset: int,
    ) -> None:
        """Add the end of a thread's reading, compared with its last complete night."""
        contents = [self.content_of(capture_id) or capture_id for capture_id in pages]
        before = self._one(
            "select contents, gone, streak from thread where site_id = ? and start_url = ? and night < ?"
            " and ended_normally order by night desc limit 1",
            (site_id, start_url, night.isoformat()),
        )
        same = before is not None and bool(before[1]) == gone and (gone or json.loads(before[0]) == contents)
        streak = before[2] + 1 if before is not None and same and ended_normally else 0
        self._write(
            "insert or replace into thread values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                site_id,
                start_url,
                night.isoformat(),
                run_id,
                warc_date(read_at),
                json.dumps(list(pages)),
                json.dumps(contents),
                int(ended_normally),
                int(not same),
                int(gone),
                reason,
                streak,
                int(found),
                file,
                offset,
            ),
        )

    def put_pause(self, pause: Pause, file: str, offset: int) -> None:
        """Add a time in which a host is left alone."""
        self._write(
            "insert into pause values (?, ?, ?, ?, ?, ?)",
            (pause.host, warc_date(pause.began_at), pause.seconds, pause.reason, file, offset),
        )

    def put_import(self, site_id: str, sha256: str, name: str, captures: int, file: str, offset: int) -> None:
        """Remember that a foreign WARC was taken in."""
        self._write(
            "insert or replace into imported values (?, ?, ?, ?, ?, ?)", (site_id, sha256, name, captures, file, offset)
        )

    def put_file(self, file: str, site_id: str, indexed_to: int) -> None:
        """Say how many bytes of a WARC are indexed."""
        self._write("insert or replace into file values (?, ?, ?)", (file, site_id, indexed_to))

    def forget_file(self, file: str) -> None:
        """Take out everything that a WARC told."""
        for table in ("capture", "thread", "pause", "imported", "file"):
            self._write(f"delete from {table} where file = ?", (file,))

    def settle_digests(self) -> None:
        """Give captures that stand for earlier bytes the digest of those."""
        self._write(
            "update capture set digest = (select content.digest from capture as content"
            " where content.capture_id = capture.content_capture_id)"
            " where digest is null and content_capture_id is not null",
            (),
        )

    def put_found(self, capture_id: str, rules: str, links: Mapping[str, Any]) -> None:
        """Keep what a page reader found on a capture's bytes, under the rules it read by."""
        self._write("insert or replace into found values (?, ?, ?)", (capture_id, rules, json.dumps(links)))

    # -- asked by everyone -----------------------------------------------------------------------------------

    def files(self) -> dict[str, int]:
        """Return the indexed length of every WARC."""
        return dict(self._all("select file, indexed_to from file"))

    def entry(self, capture_id: str) -> Entry | None:
        """Return one capture, None where the ledger has none of that id."""
        row = self._one(f"select {_COLUMNS} from capture where capture_id = ?", (capture_id,))
        return _entry(row) if row else None

    def record_id(self, capture_id: str) -> str | None:
        """Return the WARC-Record-ID of a capture."""
        row = self._one("select record_id from capture where capture_id = ?", (capture_id,))
        return row[0] if row else None

    def content_of(self, capture_id: str) -> str | None:
        """Return the capture that holds the bytes of this one."""
        row = self._one("select content_capture_id from capture where capture_id = ?", (capture_id,))
        return row[0] if row else None

    def captures_of_run(self, run_id: str) -> list[Entry]:
        """Return everything that a run asked for, in the order of asking."""
        return self._entries("where run_id = ? order by capture_id", (run_id,))

    def captures_of_night(self, site_id: str, night: date) -> list[Entry]:
        """Return everything that was asked of a site in a night, over all its runs, in the order of asking."""
        return self._entries("where site_id = ? and night = ? order by capture_id", (site_id, night.isoformat()))

    def asked(self, site_id: str) -> list[tuple[date, str, str]]:
        """Return (night, capture id, URL) of everything that was ever asked of a site, in the order of asking.

        What came from WARCs of others has no night: it counts by the date of its capture.
        """
        rows = self._all(
            "select coalesce(night, substr(fetched_at, 1, 10)), capture_id, url from capture where site_id = ?"
            " order by capture_id",
            (site_id,),
        )
        return [(date.fromisoformat(night), capture_id, url) for night, capture_id, url in rows]

    def thread_nights(self, site_id: str) -> list[date]:
        """Return the nights on which threads of a site were read, in time order."""
        rows = self._all("select distinct night from thread where site_id = ? order by night", (site_id,))
        return [date.fromisoformat(night) for (night,) in rows]

    def captures_at(self, file: str) -> list[Entry]:
        """Return the captures of one WARC in the order of their bytes."""
        return self._entries("where file = ? order by offset", (file,))

    def last_offset(self, file: str) -> int | None:
        """Return where the last known capture of a WARC begins."""
        offset: int | None = self._one("select max(offset) from capture where file = ?", (file,))[0]
        return offset

    def urls_of_night(self, site_id: str, night: date) -> set[str]:
        """Return the URLs that a night has asked for."""
        rows = self._all("select url from capture where site_id = ? and night = ?", (site_id, night.isoformat()))
        return {url for (url,) in rows}

    def tonight(self, site_id: str, url: str, night: date) -> Entry | None:
        """Return what this night already has of a URL, its last answer."""
        found = self._entries(
            "where site_id = ? and url = ? and night = ? order by fetched_at desc limit 1",
            (site_id, url, night.isoformat()),
        )
        return found[0] if found else None

    def last_content(self, site_id: str, url: str) -> Entry | None:
        """Return the newest answer of a URL that has bytes (its own, or an earlier capture's)."""
        found = self._entries(
            "where site_id = ? and url = ? and outcome in ('ok', 'unchanged') and exists"
            " (select 1 from capture as content where content.capture_id = capture.content_capture_id)"
            " order by fetched_at desc limit 1",
            (site_id, url),
        )
        return found[0] if found else None

    def last_answer(self, host: str, url: str, since: datetime) -> Entry | None:
        """Return the newest answer of a URL for any site, not older than a moment."""
        found = self._entries(
            "where host = ? and url = ? and fetched_at >= ? and status is not null order by fetched_at desc limit 1",
            (host, url, warc_date(since)),
        )
        return found[0] if found else None

    def threads_of_night(self, site_id: str, night: date) -> list[ThreadOfNight]:
        """Return how each thread's reading ended in a night, in the order of reading."""
        return self._threads("where site_id = ? and night = ? order by read_at", (site_id, night.isoformat()))

    def thread_tonight(self, site_id: str, start_url: str, night: date) -> ThreadOfNight | None:
        """Return this night's reading of one thread."""
        found = self._threads(
            "where site_id = ? and start_url = ? and night = ?", (site_id, start_url, night.isoformat())
        )
        return found[0] if found else None

    def complete_threads(self, site_id: str, night: date) -> set[str]:
        """Return the start URLs of the threads that ended normally in a night."""
        rows = self._all(
            "select start_url from thread where site_id = ? and night = ? and ended_normally",
            (site_id, night.isoformat()),
        )
        return {start_url for (start_url,) in rows}

    def last_complete(self, site_id: str) -> dict[str, tuple[date, int]]:
        """Return by start URL the last night on which each thread ended normally, and its streak of quiet nights."""
        rows = self._all(
            "select start_url, max(night), streak from thread where site_id = ? and ended_normally group by start_url",
            (site_id,),
        )
        return {start_url: (date.fromisoformat(night), streak) for start_url, night, streak in rows}

    def live_starts(self, site_id: str, prefix: str) -> list[str]:
        """Return the start URLs with a prefix whose last complete night did not find them gone."""
        rows = self._all(
            "select start_url, gone, max(night) from thread where site_id = ? and ended_normally"
            " and substr(start_url, 1, ?) = ? group by start_url",
            (site_id, len(prefix), prefix),
        )
        return [row[0] for row in rows if not row[1]]

    def found_starts(self, site_id: str) -> list[str]:
        """Return the titles that listings, sitemaps and feeds have ever led to, without those that are gone."""
        rows = self._all(
            "select start_url, gone, max(night) from thread where site_id = ? and found"
            " group by start_url order by rowid",
            (site_id,),
        )
        return [row[0] for row in rows if not row[1]]

    def imported(self, site_id: str, sha256: str) -> bool:
        """Say whether a foreign WARC with these bytes was taken in before."""
        return self._one("select 1 from imported where site_id = ? and sha256 = ?", (site_id, sha256)) is not None

    def found(self, capture_id: str, rules: str) -> dict[str, Any] | None:
        """Return what a page reader found on a capture's bytes under the same rules."""
        row = self._one("select links from found where capture_id = ? and rules = ?", (capture_id, rules))
        return json.loads(row[0]) if row else None

    def last_request(self, host: str) -> datetime | None:
        """Return when a host was last asked for anything."""
        row = self._one("select max(fetched_at) from capture where host = ? and requested", (host,))
        return parse_warc_date(row[0]) if row and row[0] else None

    def pauses(self, host: str) -> list[Pause]:
        """Return the times in which a host was left alone, each with the request that followed."""
        rows = self._all(
            "select pause.host, pause.began_at, pause.seconds, pause.reason,"
            " (select min(fetched_at) from capture"
            " where capture.host = pause.host and requested and fetched_at > pause.began_at)"
            " from pause where pause.host = ? order by pause.began_at",
            (host,),
        )
        return [
            Pause(name, parse_warc_date(at), seconds, why, parse_warc_date(after) if after else None)
            for name, at, seconds, why, after in rows
        ]

    def hosts(self, site_id: str | None = None) -> list[str]:
        """Return the hosts that were asked for anything, of one site or of all."""
        condition, values = ("and site_id = ?", (site_id,)) if site_id is not None else ("", ())
        return [row[0] for row in self._all(f"select distinct host from capture where host != '' {condition}", values)]

    def host_facts(self, host: str, night: date | None = None) -> HostFacts:
        """Return how a host was treated, in one night or ever: the proof of politeness."""
        condition, values = ("and night = ?", (night.isoformat(),)) if night is not None else ("", ())
        moments = self._all(
            f"select fetched_at from capture where host = ? and requested {condition} order by fetched_at",
            (host, *values),
        )
        times = [parse_warc_date(row[0]) for row in moments]
        gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(times)]
        robots = dict(
            self._all(
                "select robots, count(*) from capture where host = ? and robots is not null"
                f" {condition} group by robots",
                (host, *values),
            )
        )
        pauses = self.pauses(host)
        if night is not None and times:
            pauses = [pause for pause in pauses if times[0] <= pause.began_at <= times[-1]]
        return HostFacts(host, len(times), min(gaps, default=None), robots, tuple(pauses))

    # -- inside -----------------------------------------------------------------------------------------------

    def _write(self, statement: str, values: Iterable[Any]) -> None:
        with self._lock:
            if not self._connection.in_transaction:
                self._connection.execute("begin immediate")
            self._connection.execute(statement, tuple(values))

    def _all(self, statement: str, values: Iterable[Any] = ()) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, tuple(values)).fetchall()

    def _one(self, statement: str, values: Iterable[Any] = ()) -> Any:
        with self._lock:
            return self._connection.execute(statement, tuple(values)).fetchone()

    def _entries(self, condition: str, values: Iterable[Any]) -> list[Entry]:
        return [_entry(row) for row in self._all(f"select {_COLUMNS} from capture {condition}", values)]

    def _threads(self, condition: str, values: Iterable[Any]) -> list[ThreadOfNight]:
        rows = self._all(
            "select site_id, night, start_url, run_id, read_at, pages, ended_normally, changed, gone, reason, streak"
            f" from thread {condition}",
            values,
        )
        return [self._thread(*row) for row in rows]

    def _thread(
        self,
        site_id: str,
        night: str,
        start_url: str,
        run_id: str,
        read_at: str,
        pages: str,
        ended_normally: int,
        changed: int,
        gone: int,
        reason: str | None,
        streak: int,
    ) -> ThreadOfNight:
        entries = (self.entry(capture_id) for capture_id in json.loads(pages))
        return ThreadOfNight(
            site_id=site_id,
            night=date.fromisoformat(night),
            start_url=start_url,
            run_id=run_id,
            read_at=parse_warc_date(read_at),
            captures=tuple(entry for entry in entries if entry is not None),
            ended_normally=bool(ended_normally),
            changed=bool(changed),
            gone=bool(gone),
            reason=reason,
            streak=streak,
        )


def has_content(outcome: str) -> bool:
    """Say whether a capture of that outcome has bytes worth reading."""
    return outcome in HAS_CONTENT


def _entry(row: Sequence[Any]) -> Entry:
    (
        capture_id, site_id, url, fetched_at, status, digest, payload_digest, _record_id, content_capture_id, file,
        offset, length, etag, last_modified, night, run_id, role, thread, page, outcome, reason, robots, host,
        seconds, requested, truncated,
    ) = row  # fmt: skip
    return Entry(
        capture_id=capture_id,
        site_id=site_id,
        url=url,
        fetched_at=datetime.fromisoformat(fetched_at).astimezone(UTC),
        status=status,
        digest=digest,
        payload_digest=payload_digest,
        content_capture_id=content_capture_id,
        file=file,
        offset=offset,
        length=length,
        etag=etag,
        last_modified=last_modified,
        facts=Facts(
            night=date.fromisoformat(night) if night else None,
            run_id=run_id,
            role=role,
            thread=thread,
            page=page,
            outcome=outcome,
            reason=reason,
            robots=robots,
            host=host,
            seconds=seconds,
            requested=bool(requested),
            truncated=truncated,
        ),
    )
