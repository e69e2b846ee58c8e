import pytest

from transform.titles import read_count, read_kind, read_year


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Movie", "film"),
        ("https://schema.org/TVSeries", "series"),
        ("http://schema.org/VideoGame/", "game"),
        ("video.movie", "film"),
        ("video.tv_show", "series"),
        ("アニメ", "anime"),
        ("Light Novel", "book"),
        ("Recipe", "other"),
        ("article", None),
        ("https://schema.org/WebPage", None),
        ("", None),
        (None, None),
    ],
)
def test_kind(raw, kind):
    assert read_kind(raw) == kind


@pytest.mark.parametrize(
    ("raw", "year"),
    [("2022", 2022), ("(1987)", 1987), ("2010-07-15", 2010), ("12022", None), ("99", None), (None, None)],
)
def test_year(raw, year):
    assert read_year(raw) == year


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("1", 1),
        ("Comments (25)", 25),
        ("1,234 comments", 1234),
        ("1.234 Kommentare", 1234),
        ("12 345 avis", 12345),
        ("12 345 avis", 12345),
        ("3.8k", 3800),
        ("1.2万", 12000),
        ("2 min read", 2),
        ("No comments", None),
        ("4.5", None),
        (None, None),
    ],
)
def test_count(raw, count):
    assert read_count(raw) == count
