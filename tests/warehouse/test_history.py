"""Any sequence of nights gives exactly what a plain Python model of the history says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from warehouse.load import load_into
from warehouse.publish import building_path
from warehouse.query import Limits, open_release

DRAWN = ("t1", "t2", "t3")
DICED = tuple(f"t{number}" for number in range(4, 16))  # a load costs the same for three threads and for fifteen
TITLES = DRAWN + DICED
SIGHTS = ("full", "full", "full", "full", "partial", "blocked", "layout", "failed", "none")
DEEDS = ("add", "add", "edit", "remove", "return", "rerate", "rename", "redate", "reorder", "reparent")


@dataclass(frozen=True)
class Said:
    """What the site shows of one comment; `day` is its absolute date, None where the site says "n days ago"."""

    text: str
    author: str | None
    percent: float | None
    parent: str | None
    day: int | None


@dataclass
class Known:
    """What the model remembers of one comment."""

    states: list[Said]
    first_seen: datetime
    last_seen: datetime
    absent: bool = False
    missed_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass
class Thread:
    """What the model remembers of one thread."""

    comments: dict[str, Known] = field(default_factory=dict)
    complete_read: int | None = None
    complete_claimed: int | None = None
    content_complete: bool | None = None
    content_seen: bool = False
    last_content: dict[str, Said] | None = None


@dataclass
class Model:
    """The history as a person would tell it."""

    threads: dict[str, Thread] = field(default_factory=lambda: {title: Thread() for title in TITLES})
    changes: set[tuple[str, str, str]] = field(default_factory=set)

    def complete(self, thread: Thread, read: int | None, claimed: int | None, ended: bool, unchanged: bool) -> bool:
        if not ended:
            return False
        if unchanged:
            return bool(thread.content_complete)
        assert read is not None
        before = thread.complete_read
        if before:
            if read == 0 and claimed != 0:
                return False
            if before >= 4 and read * 2 < before and (claimed is None or claimed > read * 1.1 + 1):
                return False
        if before is None and claimed is not None and claimed > 4 and read * 2 < claimed:
            return False
        if thread.complete_claimed is not None and claimed is not None and claimed >= thread.complete_claimed:
            expected = (before or 0) + claimed - thread.complete_claimed
            if read < expected * 0.8 and expected - read > 2:
                return False
        return True

    def see(
        self,
        run: str,
        title: str,
        at: datetime,
        shown: dict[str, Said] | None,
        claimed: int | None,
        ended: bool,
        unchanged: bool,
    ) -> bool:
        """One read of one thread: `shown` is None where nothing was read anew. Returns whether it is complete."""
        thread = self.threads[title]
        read = None if shown is None else len(shown)
        complete = self.complete(thread, read, claimed, ended, unchanged)
        if shown is not None:
            for comment_id, said in shown.items():
                self._present(run, thread, comment_id, said, at)
            seeing = len(shown) > 0
            missing = [c for c in thread.comments if c not in shown] if seeing or complete else []
        elif unchanged:
            seeing = thread.content_seen
            missing = [c for c, known in thread.comments.items() if known.absent] if complete else []
        else:
            seeing, missing = False, []
        for comment_id in missing:
            known = thread.comments[comment_id]
            known.absent = True
            if complete and known.gone_at is None:
                if known.missed_at is None:
                    known.missed_at = at
                else:
                    known.gone_at = at
                    self.changes.add((run, "gone", comment_id))
        if seeing:
            for known in thread.comments.values():
                if not known.absent:
                    known.last_seen = at
        if complete and shown is not None:
            thread.complete_read, thread.complete_claimed = read, claimed
        if not unchanged:
            thread.content_complete, thread.content_seen = complete, seeing
        return complete

    def _present(self, run: str, thread: Thread, comment_id: str, said: Said, at: datetime) -> None:
        known = thread.comments.get(comment_id)
        if known is None:
            thread.comments[comment_id] = Known([said], at, at)
            self.changes.add((run, "added", comment_id))
            return
        if known.gone_at is not None:
            self.changes.add((run, "returned", comment_id))
        known.absent, known.missed_at, known.gone_at = False, None, None
        old = known.states[-1]
        new = replace(said, day=said.day if said.day is not None and old.day is not None else old.day)
        if new != old:
            known.states.append(new)
            if replace(new, percent=None) != replace(old, percent=None):
                self.changes.add((run, "edited", comment_id))
            if new.percent != old.percent:
                self.changes.add((run, "re-rated", comment_id))


CLAIMS = ("exact", "silent", "stale")


@st.composite
def histories(draw: st.DrawFn, longest: int) -> list[dict[str, Any]]:
    """Nights as data: deeds on the site, the sight that each thread gives, how the run is cut into batches.

    Hypothesis draws some threads whole; dice of its seed tell of the others, which are seldom as simple.
    """
    night = st.fixed_dictionaries(
        {
            "threads": st.fixed_dictionaries(
                {
                    title: st.tuples(
                        st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), max_size=5),
                        st.sampled_from(SIGHTS),
                        st.sampled_from(CLAIMS),
                    )
                    for title in DRAWN
                }
            ),
            "twice": st.sampled_from(("once", "once", "same run", "new run")),
            "batches": st.integers(0, 1_000),
        }
    )
    nights = draw(st.lists(night, min_size=longest - 2, max_size=longest))
    dice = random.Random(draw(st.integers(0, 1_000_000)))
    for told in nights:
        for title in DICED:
            deeds = [(dice.choice(DEEDS), dice.randrange(10)) for _ in range(dice.randrange(6))]
            told["threads"][title] = (deeds, dice.choice(SIGHTS), dice.choice(CLAIMS))
    return nights


def apply(
    deeds: list[tuple[str, int]], live: dict[str, Said], removed: dict[str, Said], title: str, night: int
) -> None:
    """Do to the site what people do to it in a day."""
    for number, (deed, which) in enumerate(deeds):
        pool = removed if deed == "return" else live
        picked = sorted(pool)[which % len(pool)] if pool else None
        if deed == "add":
            comment_id = f"{title}-{night}-{number}"
            parent = sorted(live)[which % len(live)] if live and which % 2 else None
            day = None if which % 3 == 0 else which % 28
            live[comment_id] = Said(
                f"text {comment_id}", f"author {which}", which * 10.0 if which % 4 else None, parent, day
            )
        elif picked is None:
            continue
        elif deed == "edit":
            live[picked] = replace(live[picked], text=f"edited {night}.{number}")
        elif deed == "rename":
            live[picked] = replace(live[picked], author=f"renamed {night}.{number}")
        elif deed == "rerate":
            live[picked] = replace(live[picked], percent=(night * 7 + number) % 100 + 0.5)
        elif deed == "redate" and live[picked].day is not None:
            live[picked] = replace(live[picked], day=(live[picked].day or 0) % 28 + 1)
        elif deed == "reparent":
            others = [c for c in sorted(live) if c != picked]
            live[picked] = replace(live[picked], parent=others[which % len(others)] if others else None)
        elif deed == "reorder":
            items = list(live.items())
            random.Random(which).shuffle(items)
            live.clear()
            live.update(items)
        elif deed == "remove":
            removed[picked] = live.pop(picked)
        elif deed == "return":
            live[picked] = removed.pop(picked)


def play(house: Any, history: list[dict[str, Any]]) -> None:
    """Let the warehouse and the model live through the same nights, and compare them at the end."""
    model = Model()
    live: dict[str, dict[str, Said]] = {title: {} for title in TITLES}
    removed: dict[str, dict[str, Said]] = {title: {} for title in TITLES}
    reads: dict[tuple[str, str], bool] = {}
    target = building_path(house.data_dir, "test")
    for night, told in enumerate(history, start=1):
        at, run_id = house.at(night), house.run(night)
        rows: list[dict[str, Any]] = []
        bodies: dict[str, dict[str, Any]] = {}
        threads, titles, captures = [], [], []
        for title, (deeds, sight, claim) in told["threads"].items():
            apply(deeds, live[title], removed[title], title, night)
            standing = dict(live[title])
            if sight == "none":
                continue
            thread = model.threads[title]
            claimed = {"exact": len(standing), "silent": None, "stale": len(standing) + len(removed[title])}[claim]
            shown: dict[str, Said] | None = standing
            ended = unchanged = False
            if sight == "full":
                ended = True
                same = thread.last_content is not None and list(standing.items()) == list(thread.last_content.items())
                relative = any(said.day is None for said in standing.values())
                if same and not relative:
                    unchanged, shown = True, None
            elif sight == "partial":
                shown = dict(list(standing.items())[: len(standing) // 2])
            elif sight == "blocked":
                shown = None
            elif sight == "layout":
                shown, ended = {}, True
                claimed = None if claim != "exact" else claimed or None
            elif sight == "failed":
                shown, claimed = None, None
            read = None if shown is None else len(shown)
            complete = model.see(run_id, title, at, shown, claimed, ended, unchanged)
            if not unchanged and shown is not None:
                thread.last_content = shown if sight == "full" else None
            reads[(run_id, title)] = complete
            threads.append(
                {
                    "title_id": title,
                    "site_id": "s",
                    "read_at": at,
                    "pages": 1,
                    "claimed": claimed,
                    "read": read,
                    "unchanged": unchanged,
                    "ended_normally": ended,
                    "reason": None if ended else sight,
                }
            )
            if shown is None:
                continue
            capture = f"{run_id}-{title}"
            captures.append({"capture_id": capture, "site_id": "s", "url": title, "fetched_at": at, "outcome": "ok"})
            titles.append(
                {
                    "title_id": title,
                    "site_id": "s",
                    "capture_id": capture,
                    "observed_at": at,
                    "name": title,
                    "state": "live",
                }
            )
            for position, (comment_id, said) in enumerate(shown.items()):
                moment = (
                    datetime(2025, 1, said.day + 1)
                    if said.day is not None
                    else (at - timedelta(days=3)).replace(tzinfo=None)
                )
                rows.append(
                    {
                        "comment_id": comment_id,
                        "title_id": title,
                        "site_id": "s",
                        "capture_id": capture,
                        "observed_at": at,
                        "parent_comment_id": said.parent,
                        "position": position,
                        "author": said.author,
                        "posted_raw": f"{moment:%d %B %Y}" if said.day is not None else f"{night} days ago",
                        "posted_local": moment,
                        "posted_precision": "day",
                        "posted_relative": said.day is None,
                        "rating_raw": None if said.percent is None else f"{said.percent}%",
                        "rating_value": said.percent,
                        "rating_best": None if said.percent is None else 100.0,
                        "rating_percent": said.percent,
                        "body_id": f"b-{said.text}",
                        "helpful_raw": f"{night} of {position}",
                    }
                )
                bodies[said.text] = {"body_id": f"b-{said.text}", "raw": said.text, "cleaned": said.text, "words": 2}
        dice = random.Random(told["batches"])
        dice.shuffle(rows)
        runs = [run_id] if told["twice"] != "new run" else [run_id, house.run(night, 2)]
        for one in runs:
            house.stage(one, "thread_read", threads)
            house.stage(one, "capture", captures)
            house.stage(one, "title", titles)
            house.stage(one, "body", bodies.values())
            parts = dice.randint(1, 3)
            for part in range(parts):
                house.stage(one, "comment", rows[part::parts], part)
            if rows and dice.random() < 0.3:
                house.stage(one, "comment", dice.sample(rows, 1), parts)  # shown on two pages
        for one in [run_id, run_id] if told["twice"] == "same run" else runs:
            loaded = load_into(target, house.data_dir, one)
            assert not loaded.blocked, [check for check in loaded.checks if check.offending]
    compare(target, model, reads)


def compare(target: Any, model: Model, reads: dict[tuple[str, str], bool]) -> None:
    with open_release(target, limits=Limits(seconds=60)) as release:
        expected = {
            comment_id: (
                title,
                known.states[-1].author,
                known.states[-1].text,
                known.states[-1].percent,
                known.states[-1].parent,
                "gone" if known.gone_at else "live",
                len(known.states),
                known.first_seen,
                known.last_seen,
                known.gone_at,
            )
            for title, thread in model.threads.items()
            for comment_id, known in thread.comments.items()
        }
        found = {
            row["comment_id"]: tuple(value for name, value in row.items() if name != "comment_id")
            for row in release.rows(
                "select comment_id, title_id, author, body, rating_percent, parent_comment_id, state, revision, "
                "first_seen_at, last_seen_at, gone_at from comment"
            )
        }
        assert found == expected
        changes = {
            (row["run_id"], row["kind"], row["entity_id"])
            for row in release.rows("select run_id, kind, entity_id from change where entity = 'comment'")
        }
        assert changes == model.changes
        for kind in sorted({kind for _, kind, _ in changes}):
            event(f"a comment was {kind}")
        stored = {
            (row["run_id"], row["title_id"]): row["complete"]
            for row in release.rows("select run_id, title_id, complete from thread_read")
        }
        assert stored == reads
        states = [
            (comment_id, number, said.author, said.text, said.percent)
            for thread in model.threads.values()
            for comment_id, known in thread.comments.items()
            for number, said in enumerate(known.states, start=1)
        ]
        revisions = release.rows(
            "select comment_id, revision, author, body.cleaned as text, rating_percent "
            "from comment_revision left join body using (body_id)"
        )
        assert sorted(map(repr, states)) == sorted(repr(tuple(row.values())) for row in revisions)


FOUND = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking replays whole histories: minutes for little
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@given(history=histories(4))
@settings(max_examples=2, deadline=None, suppress_health_check=QUIET, phases=FOUND, derandomize=True)
def test_warehouse_tells_the_history_as_it_was(new_house: Any, history: list[dict[str, Any]]) -> None:
    play(new_house(), history)


@pytest.mark.slow
@pytest.mark.timeout(900)
@given(history=histories(9))
@settings(max_examples=6, deadline=None, suppress_health_check=QUIET, phases=FOUND, derandomize=True)
def test_warehouse_tells_long_histories_as_they_were(new_house: Any, history: list[dict[str, Any]]) -> None:
    play(new_house(), history)
