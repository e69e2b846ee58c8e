"""A process that reads pages and is killed by the system costs the page that it read, and no other."""

import signal
from datetime import UTC, datetime

import pytest

from extract.site import Site
from flows.night import run_night
from flows.plan import PlainRunner, Plan, Silence
from flows.settings import Settings
from warehouse.query import open_release

PAGE = """<html><head><title>Film {0}</title></head><body><h1>Film {0}</h1><ul id="said">
<li class="one"><b>Ann</b> <time>2025-03-13 10:57</time><p>It is all about {0}, and I liked it well enough.</p></li>
</ul></body></html>"""
PROFILE = """
hook = "fatal.py:fields"
[thread]
item = "#said .one"
[comment]
author = "b"
posted = "time"
body = "p"
"""
HOOK = f"""
import os
def fields(tag):
    if "about 5," in tag.get_text():
        os.kill(os.getpid(), {int(signal.SIGKILL)})
    return {{}}
"""


@pytest.mark.slow
def test_the_page_that_kills_its_reader_is_a_reject(tmp_path, monkeypatch):
    monkeypatch.setattr("flows.steps.extracting.ALONE", 0)
    monkeypatch.setattr("flows.steps.extracting.BATCH", 4)
    (tmp_path / "fatal.py").write_text(HOOK)
    (tmp_path / "fatal.toml").write_text(PROFILE)
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(8):
        (pages / f"{number}.html").write_text(PAGE.format(number))
    site = Site(site_id="fatal", paths=(pages,), profile=str(tmp_path / "fatal.toml"))
    settings = Settings(data=tmp_path / "data", trouble_rejects=0.5, workers=2)
    plan = Plan(tmp_path / "data", settings, (site,), clock=lambda: datetime(2026, 1, 1, 2, tzinfo=UTC))
    facts = run_night(plan, PlainRunner(), Silence())
    assert (facts.outcome, facts.error) == ("ok", None)
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        assert [row["reason"] for row in release.rows("select reason from reject")] == ["read/killed"]
        names = {row["name"] for row in release.rows("select name from title join comment using (title_id)")}
        assert names == {f"Film {number}" for number in range(8) if number != 5}
