"""All titles in one list that is searched and sorted without a server; very long ones in several pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.questions import Row
from reports.rendering import Renderer

PAGE_ROWS = 2_000


def title_lists(renderer: Renderer, titles: Sequence[Row]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, page); the first is titles.html."""
    pages = max(-(-len(titles) // PAGE_ROWS), 1)
    for page in range(1, pages + 1):
        rows = titles[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
        yield (
            _name(page),
            renderer.page(
                "titles.html.j2",
                up="",
                here="titles",
                has_release=True,
                titles=rows,
                count=len(titles),
                page=page,
                pages=pages,
                pager=renderer.part("pager.html.j2", page=page, pages=pages, address=_name),
            ),
        )


def _name(page: int) -> str:
    return "titles.html" if page == 1 else f"titles-{page}.html"
