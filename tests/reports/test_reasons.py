"""Reasons in words: exact ones, kinds of them, and those that nobody has words for."""

from __future__ import annotations

import pytest

from reports.reasons import plainly


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("robots/noindex", "the page asks not to be indexed (robots/noindex)"),
        ("fetch/robots/noindex", "the page asks not to be indexed (robots/noindex)"),
        ("fetch/http/404 on page 3", "the page is not there (http/404, page 3)"),
        ("http/500", "the server answered with an error (http/500)"),
        ("read/too-slow", "reading it took too long (read/too-slow)"),
        ("fetch/gone", "the page is gone (gone)"),
        ("login wall", "login wall"),
        ("", ""),
    ],
)
def test_a_reason_is_said_in_words_with_its_code(reason: str, said: str) -> None:
    assert plainly(reason) == said
