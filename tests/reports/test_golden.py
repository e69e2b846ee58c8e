"""Whole pages as they should read; after a wanted change run this with NIGHTREEL_GOLDEN=write."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent / "golden"


def settled(page: str) -> str:
    """The page without what changes for reasons of its own: style, script, policy, version."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", page, flags=re.DOTALL)
    page = re.sub(r'content="default-src[^"]*"', 'content="policy"', page)
    return re.sub(r"nightreel \d[^ <]*", "nightreel VERSION", page)


@pytest.mark.parametrize("name", ["index", "title", "failed"])
def test_the_page_reads_as_it_should(world: Any, name: str) -> None:
    page = {
        "index": world.indexes[1],
        "failed": world.indexes[4],
        "title": next(
            path
            for path in sorted((world.indexes[3].parent / "title").glob("*.html"))
            if "The Quiet Harbour</bdi></h1>" in path.read_text(encoding="utf-8")
        ),
    }[name]
    found = settled(page.read_text(encoding="utf-8"))
    golden = GOLDEN / f"{name}.html"
    if os.environ.get("NIGHTREEL_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
