"""A title's raw strings to values: its kind, its year, its counts. Says None rather than guess."""

from __future__ import annotations

import re
import unicodedata

# schema.org types (https://schema.org/CreativeWork), OpenGraph types (https://ogp.me) and the words that sites print
KINDS = {
    "film": "movie film videomovie shortfilm feature documentary pelicula filme kino spielfilm 映画 电影 фильм",
    "series": (
        "tvseries tvshow show series serie serial television miniseries tvminiseries tvseason creativeworkseries "
        "creativeworkseason videotvshow dizi сериал 电视剧 ドラマ"
    ),
    "episode": "episode tvepisode videoepisode episodio folge",
    "anime": "anime ona ova tvanime アニメ аниме 动画",
    "book": (
        "book books audiobook novel lightnovel webnovel ebook buch roman libro livre ksiazka bookseries booksbook "
        "小说 小説 книга"
    ),
    "comic": "comic comicstory comicissue comicseries manga manhwa manhua webtoon graphicnovel 漫画 комикс",
    "game": "game videogame videogameseries boardgame gra juego jeu spiel ゲーム 游戏 игра",
    "music": "musicalbum musicrecording musicgroup musicplaylist musicrelease musicalbumrelease album song single",
}
# what pages and posts call themselves: says nothing of the title that they are about
NOT_KINDS = frozenset(
    {"article", "website", "webpage", "blog", "blogposting", "newsarticle", "posting"}
    | {"profile", "object", "collectionpage", "itempage"}
)
GROUPS = re.compile(r"\d{1,3}(?:[,.\u00a0\u202f\u2009 '’]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
SUFFIXES = {
    "k": 1_000,
    "m": 1_000_000,
    "万": 10_000,
    "萬": 10_000,
    "만": 10_000,
    "tys": 1_000,
    "mil": 1_000,
    "tsd": 1_000,
}


def read_kind(raw: str | None) -> str | None:
    """Return film, series, episode, anime, book, comic, game, music or other; None where the page says nothing.

    `raw` is a schema.org type or its URL, an OpenGraph type, or a word of the page.
    """
    if raw is None or not raw.strip():
        return None
    last = raw.strip().rstrip("/").rsplit("/", 1)[-1]
    word = _fold(last)
    return None if word in NOT_KINDS else KIND_OF.get(word, "other")


def read_year(raw: str | None) -> int | None:
    """Return the first plausible year (1000 to 2199) that stands in `raw` as a number of its own."""
    found = re.search(r"(?<!\d)(1\d{3}|2[01]\d{2})(?!\d)", raw or "")
    return int(found[1]) if found else None


def read_count(raw: str | None) -> int | None:
    """Return the count in "1,234 comments", "Comments (25)", "3.8k", "1.2万"; None where there is no number.

    A single separator before three digits groups thousands: nobody counts comments in thousandths.
    """
    text = unicodedata.normalize("NFKC", raw or "")
    found = GROUPS.search(text)
    if found is None:
        return None
    number = found[0]
    rest = text[found.end() :].lstrip().casefold()
    factor = next((value for suffix, value in SUFFIXES.items() if re.match(rf"{suffix}\+?(?![a-z])", rest)), 1)
    if factor > 1:
        return round(float(number.replace(",", ".").replace(" ", "")) * factor) if number.count(".") <= 1 else None
    if re.fullmatch(r"\d+[.,]\d{1,2}|\d+[.,]\d{4,}", number):
        return None
    return int(re.sub(r"\D", "", number))


def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word).casefold() if c.isalnum())


KIND_OF = {_fold(word): kind for kind, words in KINDS.items() for word in words.split()}
