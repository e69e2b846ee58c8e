"""Fetching: politely, within limits, into the archive, and never twice in a night."""

from extract.fetch.one import FetchFailed, fetch_one
from extract.fetch.settings import (
    PRODUCT,
    FetchEvent,
    FetchReject,
    FetchSettings,
    LinkReader,
    PageLinks,
    Progress,
    SiteFetch,
)
from extract.fetch.site import contact_problem, fetch_night, fetch_site, user_agent

__all__ = [
    "PRODUCT",
    "FetchEvent",
    "FetchFailed",
    "FetchReject",
    "FetchSettings",
    "LinkReader",
    "PageLinks",
    "Progress",
    "SiteFetch",
    "contact_problem",
    "fetch_night",
    "fetch_one",
    "fetch_site",
    "user_agent",
]
