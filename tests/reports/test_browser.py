"""The pages in a real browser, opened from disk: no error, no request, no sideways scrolling, nothing serious for axe.

Skips with a plain word where there is no Chromium.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-dev-shm-usage", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:  # no package of Python brings one, and most who change the code need none
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a file; afterwards nothing may have been asked of a network, and nothing may have failed."""
    pages: dict[tuple[int, str, bool], Any] = {}
    wrong: list[str] = []

    def opened(path: Path, *, width: int = 1440, scheme: str = "light", script: bool = True) -> Any:
        key = (width, scheme, script)
        if key not in pages:
            page = browser.new_page(
                viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
            )
            page.on("console", lambda message: wrong.append(f"console: {message.text}"))
            page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
            page.on("dialog", lambda dialog: wrong.append("a dialog opened"))
            page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(r.url))
            pages[key] = page
        pages[key].goto(path.resolve().as_uri())
        return pages[key]

    yield opened
    for page in pages.values():
        page.close()
    assert wrong == []


def pages_of(folder: Path) -> dict[str, list[Path]]:
    """Every kind of page of one report."""
    found = {name: [folder / name] for name in ("index.html", "titles.html", "copied.html", "dictionary.html")}
    return found | {
        "title": sorted((folder / "title").glob("*.html")),
        "site": sorted((folder / "site").glob("*.html")),
        "reports": [folder.parent / "index.html"],
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_scrolls_sideways(world: Any, open_page: Callable[..., Any], width: int, scheme: str) -> None:
    for pages in pages_of(world.indexes[3].parent).values():
        page = open_page(pages[0], width=width, scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, pages[0]


def test_hostile_pages_neither_run_nor_scroll(hostile: Path, open_page: Callable[..., Any]) -> None:
    for pages in pages_of(hostile.parent).values():
        for path in pages:
            page = open_page(path, width=360)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            page.mouse.move(100, 300)
            page.mouse.move(200, 500)
            assert page.evaluate("window.hit") is None, path
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(world: Any, open_page: Callable[..., Any], scheme: str) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    paths = [pages[-1] for pages in pages_of(world.indexes[3].parent).values()]
    paths += [world.indexes[2], world.indexes[4]]  # trouble, and a failure
    for path in paths:
        page = open_page(path, width=1000, scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.evaluate(axe)
        result = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
        found = [
            (rule["id"], rule["impact"], [node["html"][:160] for node in rule["nodes"]][:3])
            for rule in result["violations"]
            if rule["impact"] in ("serious", "critical", "moderate")
        ]
        assert found == [], path


def names_of(page: Any) -> list[str]:
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('table.find tbody tr')]"
        ".filter(row => !row.hidden).map(row => row.cells[0].textContent.trim())"
    )
    return names


def test_titles_are_searched_and_sorted(world: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(world.indexes[3].parent / "titles.html")
    assert names_of(page) == ["A Book Of Lamps", "Late Snow", "New Arrival", "The Quiet Harbour"]
    page.get_by_role("searchbox").fill("SNOW")
    assert names_of(page) == ["Late Snow"]
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="comments").click()
    assert names_of(page)[-1] == "The Quiet Harbour"
    page.get_by_role("button", name="comments").press("Enter")
    assert names_of(page)[0] == "The Quiet Harbour"
    assert page.locator("th[aria-sort=descending]").inner_text().strip() == "comments"
    page.get_by_role("button", name="page").click()
    assert names_of(page)[-1] == "The Quiet Harbour"


def test_without_script_everything_is_there(world: Any, open_page: Callable[..., Any]) -> None:
    for kind, pages in pages_of(world.indexes[3].parent).items():
        said = [
            " ".join(open_page(pages[0], script=script).locator("main").text_content().split())
            for script in (True, False)
        ]
        assert said[0] == said[1], kind
        assert len(said[1]) > 50
        assert open_page(pages[0], script=False).locator("input, button").count() == 0


def test_everything_is_reached_with_the_keyboard(world: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(world.indexes[3].parent / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    title = open_page(pages_of(world.indexes[3].parent)["title"][0])
    title.locator("summary").first.focus()
    title.keyboard.press("Enter")
    assert title.locator("details").first.get_attribute("open") is not None


def test_a_link_of_the_first_page_lands_on_its_comment(world: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(world.indexes[3].parent / "index.html")
    page.locator(".change li a").first.click()
    assert page.locator("article:target h3").inner_text() == "Reader 4"


def test_printed_pages_leave_out_what_paper_cannot_do(world: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(world.indexes[3].parent / "index.html", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("nav").is_visible()
    assert not page.get_by_role("searchbox").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.locator("h1").is_visible()
