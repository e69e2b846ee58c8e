"""Which order a locale writes numeric dates in, by CLDR's short date pattern. For a locale that someone named."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import cast

from transform.dates.lexicon import is_east_asian, language_of
from transform.dates.reading import Order


def order_of_locale(locale: str | None) -> Order | None:
    """Give the order of a BCP 47 locale ("en-GB": dmy, "en": as in the United States), None for one unknown."""
    if not locale:
        return None
    parts = [part for part in locale.replace("_", "-").split("-") if part]
    if not parts:
        return None
    parts = [parts[0].lower(), *(part.title() if len(part) == 4 else part.upper() for part in parts[1:])]
    orders = _orders()
    while parts:
        found = orders.get("-".join(parts))
        if found is not None:
            return found
        # a territory says more than a script: zh-Hant-XX falls back to zh-Hant, en-Latn-GB to en-GB
        if len(parts) > 2 and len(parts[1]) == 4 and (direct := orders.get(f"{parts[0]}-{parts[-1]}")) is not None:
            return direct
        parts.pop()
    return None


@lru_cache(maxsize=256)
def habit_of_language(language: str | None) -> Order | None:
    """Give the order that all locales of a language share, None where they differ (English, Spanish)."""
    if not language:
        return None
    if is_east_asian(language):
        return "ymd"
    base = language.replace("_", "-").split("-")[0].lower()
    found = {order for locale, order in _orders().items() if locale.split("-")[0] == base}
    if not found:
        base = language_of(language) or base
        found = {order for locale, order in _orders().items() if locale.split("-")[0] == base}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _orders() -> Mapping[str, Order]:
    text = (files("transform.dates") / "data" / "orders.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {locale: cast(Order, order) for order, locales in rows for locale in locales.split()}
