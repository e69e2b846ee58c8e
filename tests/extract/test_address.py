import pytest

from extract.address import title_address


@pytest.mark.parametrize(
    "variant",
    [
        "https://films.example/title/7",
        "https://films.example/title/7/",
        "http://films.example/title/7",
        "https://www.films.example/title/7",
        "https://m.films.example/title/7",
        "https://FILMS.example:443/title/7?utm_source=mail&fbclid=1",
        "https://films.example/title/7#comments",
    ],
)
def test_variants_fold_into_one(variant):
    assert title_address(variant) == "https://films.example/title/7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://films.example/title/7", "https://films.example/title/8"),
        ("https://films.example/t?id=7", "https://films.example/t?id=8"),
        ("https://films.example:8080/a", "https://films.example/a"),
        ("https://m.example/a", "https://example/a"),
    ],
)
def test_different_titles_stay_two(one, other):
    assert title_address(one) != title_address(other)


def test_query_order_does_not_matter():
    assert title_address("https://f.example/t?a=1&b=2") == title_address("https://f.example/t?b=2&a=1")


def test_file_addresses_stay():
    assert title_address("file:films/Exception.txt") == "file:films/Exception.txt"


@pytest.mark.parametrize("url", ["http://films.example:99999/a", "http://[::1/a", ""])
def test_what_is_no_address_stays(url):
    assert title_address(url) == url
