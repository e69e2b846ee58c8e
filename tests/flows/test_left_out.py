"""What one run left out, a later one takes in; and what people asked to be left out stays out."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extract.archive import Archive
from extract.site import Site
from flows.night import run_night
from flows.plan import PlainRunner, Plan, Silence
from flows.rebuild import rebuild
from flows.settings import PrivacySettings, Settings
from warehouse.query import open_release

TEXT = "A film about {0}.\nComments (1)\n{1}\n13/03/25 at 10:57pm\nIt is all about {0}, and I liked it well enough.\n"


def plan_of(folder, day, names, privacy=None):
    sites = []
    for name in names:
        path = folder / name
        path.mkdir(exist_ok=True)
        if not list(path.iterdir()):
            (path / "film.txt").write_text(TEXT.format(name, "Ann"))
        sites.append(Site(site_id=name, paths=(path,)))
    settings = Settings(data=folder / "data", privacy=privacy or PrivacySettings())
    return Plan(folder / "data", settings, tuple(sites), clock=lambda: datetime(2026, 1, day, 2, tzinfo=UTC))


def night(folder, day, names, privacy=None):
    return run_night(plan_of(folder, day, names, privacy), PlainRunner(), Silence())


def sites_held(folder):
    with open_release(folder / "data" / "nightreel.duckdb") as release:
        return sorted(row["site_id"] for row in release.rows("select site_id from comment"))


def test_pages_of_a_failed_night_are_loaded_though_another_site_was_published_since(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("flows.steps.loading.load_into", _refuse)
        assert night(tmp_path, 1, ["rain", "snow"]).outcome == "failed"
    assert night(tmp_path, 2, ["rain"]).outcome == "ok"
    assert sites_held(tmp_path) == ["rain"]
    assert night(tmp_path, 3, ["rain", "snow"]).outcome == "ok"
    assert sites_held(tmp_path) == ["rain", "snow"]


def test_a_site_left_out_of_a_resumed_night_is_loaded_by_the_next(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("flows.steps.loading.load_into", _refuse)
        night(tmp_path, 1, ["rain", "snow"])
    night(tmp_path, 1, ["rain"])
    night(tmp_path, 2, ["rain", "snow"])
    assert sites_held(tmp_path) == ["rain", "snow"]


def test_a_site_whose_profile_is_wrong_is_left_out_until_it_is_mended(tmp_path):
    plan = plan_of(tmp_path, 1, ["rain", "snow"])
    profile = tmp_path / "snow.toml"
    profile.write_text('[thread]\nitems = "li"\n')
    rain, snow = plan.sites
    plan = replace(plan, sites=(rain, replace(snow, profile=str(profile))))
    facts = run_night(plan, PlainRunner(), Silence())
    assert facts.outcome == "trouble"
    assert [site["outcome"] for site in facts.sites] == ["failed", "ok"]
    assert "snow.toml" in facts.troubles[0] and "items" in facts.troubles[0]
    assert sites_held(tmp_path) == ["rain"]
    night(tmp_path, 1, ["rain", "snow"])
    assert sites_held(tmp_path) == ["rain", "snow"]


def test_archive_and_settings_are_all_that_a_backup_needs(tmp_path):
    night(tmp_path, 1, ["rain"])
    (tmp_path / "rain" / "film.txt").write_text(TEXT.format("rain", "Ann").replace("well enough", "a lot"))
    night(tmp_path, 2, ["rain"])
    kept = tmp_path / "kept"
    shutil.copytree(tmp_path / "data" / "archive", kept / "data" / "archive")
    with Archive(kept / "data") as archive:
        archive.index()
    plan = plan_of(kept, 3, [])
    done = rebuild(plan, agreed=lambda _: True)
    assert (done.nights, done.published) == (2, True)
    with open_release(kept / "data" / "nightreel.duckdb") as release:
        (comment,) = release.rows("select * from comment")
        assert release.value("select count(*) from comment_revision") == 2
    assert comment["body"].endswith("liked it a lot.")
    facts = night(kept, 4, [])
    assert facts.outcome == "ok", facts.error


def test_names_leave_the_file_when_digests_are_asked_for_and_nobody_is_edited(tmp_path):
    (tmp_path / "rain").mkdir()
    (tmp_path / "rain" / "film.txt").write_text(TEXT.format("rain", "Annabel Quillfeather"))
    night(tmp_path, 1, ["rain"])
    night(tmp_path, 2, ["rain"], PrivacySettings(author_digests=True, salt="a few secret words"))
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        (state,) = release.rows("select author, author_url, revision from comment_revision")
        assert release.rows("select kind from change where run_id = '2026-01-02.01'") == []
    assert len(state["author"]) == 24 and state["author"].isalnum()
    assert (state["author_url"], state["revision"]) == (None, 1)
    assert b"Quillfeather" not in (tmp_path / "data" / "nightreel.duckdb").read_bytes()


NOTED = """<html><head><title>Rain</title></head><body><h1>Rain</h1><ol>
<li class="comment" id="c1"><b class="author">Annabel Quillfeather</b> <time datetime="2025-03-13">2025-03-13</time>
<a class="permalink" href="https://films.example/by/annabel-quillfeather/1">#</a>
<p class="note">Last edited by Annabel Quillfeather</p>
<div class="text"><p>The gutters of this film are better than its houses, and I watched it for them.</p></div></li></ol>
</body></html>"""
NOTED_PROFILE = """
[thread]
item = "li.comment"
[comment]
author = ".author"
posted = "time"
permalink = ".permalink::attr(href)"
edited = ".note"
body = ".text"
"""


@pytest.mark.parametrize("before", [True, False])
def test_with_digests_no_note_and_no_address_names_anybody(tmp_path, before):
    (tmp_path / "rain").mkdir()
    (tmp_path / "rain" / "film.html").write_text(NOTED)
    (tmp_path / "rain.toml").write_text(NOTED_PROFILE)
    hidden = PrivacySettings(author_digests=True, salt="a few secret words")
    for day, privacy in ((1, None), (2, hidden))[0 if before else 1 :]:
        plan = plan_of(tmp_path, day, ["rain"], privacy)
        plan = replace(plan, sites=(replace(plan.sites[0], profile=str(tmp_path / "rain.toml")),))
        assert run_night(plan, PlainRunner(), Silence()).outcome == "ok"
        with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
            (comment,) = release.rows("select author, permalink, edited_raw from comment")
        if privacy is None:
            assert comment["edited_raw"] == "Last edited by Annabel Quillfeather"
            assert comment["permalink"] == "https://films.example/by/annabel-quillfeather/1"
    assert len(comment["author"]) == 24
    assert (comment["permalink"], comment["edited_raw"]) == (None, None)
    assert b"uillfeather" not in (tmp_path / "data" / "nightreel.duckdb").read_bytes()


UNREAD = """<html><head><title>Rain</title><script type="application/ld+json">
{"author": "Annabel Quillfeather", "reviewBody": oh dear</script></head><body><h1>Rain</h1></body></html>"""


@pytest.mark.parametrize("privacy", ["digests", "suppress"])
@pytest.mark.parametrize("before", [True, False])
def test_words_that_could_not_be_read_name_nobody_either(tmp_path, privacy, before):
    (tmp_path / "rain").mkdir()
    (tmp_path / "rain" / "film.html").write_text(UNREAD)
    listed = tmp_path / "suppress.txt"
    listed.write_text("Annabel QUILLFEATHER\n")
    hidden = {
        "digests": PrivacySettings(author_digests=True, salt="a few secret words"),
        "suppress": PrivacySettings(suppress=listed),
    }[privacy]
    for day, given in ((1, None), (2, hidden))[0 if before else 1 :]:
        assert night(tmp_path, day, ["rain"], given).outcome == "ok"
        with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
            (raw,) = (row["raw"] for row in release.rows("select raw from reject where reason like 'structured/%'"))
        assert ("Quillfeather" in raw) == (given is None)
    assert b"uillfeather" not in (tmp_path / "data" / "nightreel.duckdb").read_bytes()


@pytest.mark.parametrize(
    "told",
    [
        " ".join(f"the {number}th time that I saw it I liked the light and the {number} doors" for number in range(9)),
        "这部电影的画面非常漂亮，音乐也很好听，可惜结局太仓促，让人觉得导演没有时间把故事讲完。",
    ],
)
def test_a_copy_of_a_text_stored_before_is_found_the_night_it_appears(tmp_path, told):
    for name, author, text in (("rain", "Ann", told + " and more"), ("snow", "Bob", told)):
        (tmp_path / name).mkdir()
        shown = TEXT.format(name, author).replace(f"It is all about {name}, and I liked it well enough.", text)
        (tmp_path / name / "film.txt").write_text(shown)
    night(tmp_path, 1, ["rain"])
    night(tmp_path, 2, ["rain", "snow"])
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        (copy,) = release.rows("select site_id from duplicate join comment using (comment_id)")
    assert copy == {"site_id": "snow"}


def test_the_night_that_settles_a_date_settles_which_text_was_first(tmp_path):
    told = " ".join(f"the {number}th of the doors is green and behind it stands {number}" for number in range(9)) + "."
    for name, day in (("rain", "08/03/25 at 10:57pm"), ("snow", "May 1, 2025 at 10:57pm")):
        (tmp_path / name).mkdir()
        shown = TEXT.format(name, "Ann").replace("13/03/25 at 10:57pm", day)
        (tmp_path / name / "film.txt").write_text(
            shown.replace(f"It is all about {name}, and I liked it well enough.", told)
        )
    canonical = "select site_id from duplicate join comment on comment.comment_id = canonical_comment_id"
    for number, first in ((1, "snow"), (2, "rain")):
        night(tmp_path, number, ["rain", "snow"])
        with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
            assert release.rows(canonical) == [{"site_id": first}]
        for day in range(14, 28):
            later = TEXT.format(f"wind on day {day}", "Bob").replace("13/03/25", f"{day}/03/25")
            (tmp_path / "rain" / f"film{day}.txt").write_text(later)


def test_a_synopsis_is_no_copy_and_hides_none(tmp_path):
    told = " ".join(f"the {number}th of the doors is green and behind it stands {number}" for number in range(9)) + "."
    for name, synopsis, comment in (("rain", told, told[:-1] + " again."), ("snow", "A film about snow.", told)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "film.txt").write_text(
            TEXT.replace("A film about {0}.", synopsis)
            .replace("It is all about {0}, and I liked it well enough.", comment)
            .format(name, "Ann")
        )
    night(tmp_path, 1, ["rain"])
    night(tmp_path, 2, ["rain", "snow"])
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        assert release.value("select count(*) from body where raw = ?", [told]) == 2
        assert release.value("select count(*) from meta.duplicate_edge") == 1
        (copy,) = release.rows("select site_id, rule from duplicate join comment using (comment_id)")
    assert copy == {"site_id": "snow", "rule": "near"}


def test_suppressed_authors_stay_out_with_digests_and_whatever_wrote_the_list(tmp_path):
    listed = tmp_path / "suppress.txt"
    listed.write_bytes("\ufeffAnn\n".encode())
    privacy = PrivacySettings(author_digests=True, salt="a few secret words", suppress=listed)
    assert night(tmp_path, 1, ["rain"], privacy).outcome == "ok"
    with open_release(tmp_path / "data" / "nightreel.duckdb") as release:
        assert release.value("select count(*) from comment") == 0
        assert release.value("select count(*) from body where raw like '%liked it%'") == 0


def _refuse(*_args, **_kwargs):
    raise OSError("the disk is on fire")
