"""Addresses of titles: the variants of one address folded into one.

Never fetches; two addresses that fold alike are the same title, so folding is careful rather than clever.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

TRACKING_PREFIXES = ("utm_", "mc_", "pk_", "hsa_")
TRACKING_NAMES = frozenset(
    {"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid", "twclid", "ttclid"}
    | {"_ga", "_gl", "ref", "ref_", "referrer"}
)
MOBILE_PREFIXES = ("www.", "m.", "mobile.", "amp.")


def title_address(url: str) -> str:
    """Return `url` with scheme, host, slash, mobile and tracking variants folded; paths of files stay as they are.

    >>> title_address("http://m.Films.example/title/7/?utm_source=x#reviews")
    'https://films.example/title/7'
    """
    try:
        parts = urlsplit(url)
        number = parts.port
    except ValueError:
        return url
    if parts.scheme not in ("http", "https"):
        return url
    host = (parts.hostname or "").rstrip(".")
    for prefix in MOBILE_PREFIXES:
        if host.startswith(prefix) and host.count(".") >= 2:
            host = host.removeprefix(prefix)
            break
    port = f":{number}" if number not in (None, 80, 443) else ""
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._%").rstrip("/")
    query = urlencode(
        sorted(
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name.lower() not in TRACKING_NAMES and not name.lower().startswith(TRACKING_PREFIXES)
        )
    )
    return urlunsplit(("https", host + port, path, query, ""))
