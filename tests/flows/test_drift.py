"""A site that changes its layout: its profile's selectors fall, a check says so before publishing, and the report."""

from datetime import UTC, datetime

from extract.site import Site
from flows.night import run_night
from flows.plan import PlainRunner, Plan, Silence
from flows.settings import Settings
from warehouse.query import open_release

PROFILE = """name = "harbour"
[thread]
item = ".remark"
[comment]
author = ".who"
posted = ".when"
body = ".said"
"""
FILMS = ("The Lamp", "Salt", "A Door in the Sea", "Nine Pins")


def page(film: str, said: str, words: str) -> str:
    remarks = "".join(
        f"<div class='remark' id='r{n}'><b class='who'>{who}</b> <i class='when'>{n + 3} March 2025</i>"
        f"<p class='{said}'>{who} saw {film} and would see it again, {words}.</p></div>"
        for n, who in enumerate(("Mara", "Tom", "Ilse"))
    )
    return f"<!doctype html><title>{film}</title><h1>{film}</h1><h2>Comments</h2>{remarks}"


def night(folder, day, said, words="at once"):
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    for film in FILMS:
        (pages / f"{film}.html").write_text(page(film, said, words))
    profile = folder / "harbour.toml"
    profile.write_text(PROFILE)
    site = Site(site_id="harbour", paths=(pages,), profile=str(profile))
    settings = Settings(data=folder / "data")
    clock = datetime(2026, 1, day, 2, tzinfo=UTC)
    return run_night(Plan(folder / "data", settings, (site,), clock=lambda: clock), PlainRunner(), Silence())


def test_a_changed_layout_is_a_check_and_a_line_in_the_report(tmp_path):
    for day in (1, 2):
        steady = night(tmp_path, day, "said", words=f"on day {day}")
        assert steady.outcome == "ok", (steady.error, steady.troubles)
    facts = night(tmp_path, 3, "words", words="on day 3")
    fallen = [check for check in facts.checks if check["name"] == "fall_selector"]
    assert [check["offending"] for check in fallen] == [1]
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        rates = release.rows(
            "select hits / pages as rate from meta.selector_hit where selector = 'comment.body[0]' order by run_id"
        )
        assert [row["rate"] for row in rates] == [1, 1, 0]
        # the words themselves are read all the same
        assert release.value("select count(*) from comment where body like '%on day 3.'") == 12
    report = (tmp_path / "data" / "reports" / facts.run_id / "index.html").read_text()
    assert "selectors find as much as in the nights before" in report
