"""Whatever a page says: nothing runs, nothing loads, nothing leaves the report's folder."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import escape

from reports import safe
from reports.rendering import Renderer
from reports.wording import Wording


def trees(folder: Path) -> dict[Path, html.HtmlElement]:
    found = {path: html.fromstring(path.read_bytes().decode("utf-8")) for path in folder.rglob("*.html")}
    assert len(found) >= 19  # one for each attack, and the others
    return found


def test_nothing_of_a_page_becomes_markup(hostile: Path) -> None:
    renderer = Renderer(Wording("en", "UTC"))
    allowed = {renderer.script, ""}
    for path, tree in trees(hostile.parent).items():
        assert {(script.text or "") for script in tree.iter("script")} <= allowed, path
        assert [(style.text or "") for style in tree.iter("style")] == [renderer.style], path
        for element in tree.iter():
            assert element.tag not in ("img", "iframe", "object", "embed", "form", "base", "foreignObject"), path
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path


def test_links_lead_to_pages_of_the_report_or_to_the_web(hostile: Path) -> None:
    for path, tree in trees(hostile.parent).items():
        for address in tree.xpath("//@href"):
            if re.match(r"(https?://|mailto:)", address) or address == "data:,":
                continue
            assert ":" not in address, (path, address)
            target = (path.parent / address.partition("#")[0]).resolve()
            assert target.is_relative_to(hostile.parent.parent), (path, address)


def test_file_names_are_made_of_ids(hostile: Path) -> None:
    for path in hostile.parent.rglob("*"):
        assert re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9._-]*", path.name), path
        assert path.stem.lower() not in ("con", "nul", "aux", "prn"), path


def test_pages_stay_small_whatever_the_words(hostile: Path) -> None:
    assert hostile.stat().st_size <= 300_000
    assert all(path.stat().st_size <= 150_000 for path in (hostile.parent / "title").glob("*.html"))
    assert all(path.stat().st_size <= 400_000 for path in hostile.parent.rglob("*.html"))


def test_control_characters_are_made_visible(hostile: Path) -> None:
    for path in [*hostile.parent.rglob("*.html"), *hostile.parent.glob("summary.*")]:
        assert not re.search("[\x00-\x08\x0b-\x1f]", path.read_text(encoding="utf-8")), path


def test_directions_are_isolated(hostile: Path) -> None:
    for path, tree in trees(hostile.parent).items():
        for element in tree.iter():
            for text, holder in ((element.text, element), (element.tail, element.getparent())):
                if text and re.search("[\u202a-\u202e\u2066-\u2069]", text):
                    around = [holder, *holder.iterancestors()]
                    assert any(one.tag == "bdi" or one.get("dir") == "auto" for one in around), (path, text[:40])
            for name, value in element.attrib.items():
                assert not re.search("[\u202a-\u202e\u2066-\u2069]", value), (path, name)


def test_every_page_has_the_same_strict_policy(hostile: Path) -> None:
    for path, tree in trees(hostile.parent).items():
        policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none';"), path
        assert "unsafe" not in policy
        assert "http" not in policy


@given(st.text(max_size=300))
def test_a_line_is_one_line_and_stays_harmless(text: str) -> None:
    said = safe.line(text, 80)
    assert len(said) <= 80
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
    assert not re.search("[<>\"']", str(escape(said)))
    said.encode()


@given(
    st.text(max_size=60)
    | st.sampled_from(["https://", "http:///x", "https://a b", "data:text/html,x", "//x", "vbscript:x"])
)
def test_only_web_and_mail_addresses_are_links(text: str) -> None:
    found = safe.link(text)
    assert found is None or re.match(r"(?i)(https?://[^/?#\\]|mailto:)", found)


@pytest.mark.parametrize(
    "address", ["https://a.example/x?y=1#z", "HTTP://a.example", "mailto:a@b.example", "http://[::1]:80/"]
)
def test_real_addresses_are_links(address: str) -> None:
    assert safe.link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        " https://a.example",
        "https://a.example/\nx",
        "java\tscript:x",
        "https:a",
        "ftp://a",
        "x" * 9,
    ],
)
def test_other_addresses_are_none(address: str | None) -> None:
    assert safe.link(address) is None


@given(st.text(max_size=50))
def test_no_id_leaves_its_folder(text: str) -> None:
    for page in (safe.page_of_title(text), safe.page_of_title(text, 3), safe.page_of_site(text)):
        assert re.fullmatch(r"(title/[0-9a-f]+(-3)?|site/s-[a-z0-9_-]+)\.html", page)


def test_ids_do_not_share_a_page() -> None:
    ids = ["con", "CON", "a/b", "a\\b", "..", "", "a", "A", "a.", "a" * 64, "a" * 65, "ä"]
    assert len({safe.page_of_site(name) for name in ids}) == len(ids)
    assert len({safe.page_of_title(name) for name in ids}) == len(ids)


def test_a_date_at_the_end_of_time_is_still_shown() -> None:
    words = Wording("en", "Asia/Tokyo")
    assert "9999" in words.local(datetime(9999, 12, 31, 23, tzinfo=UTC))
    assert words.local(datetime(1, 1, 1, tzinfo=UTC))
