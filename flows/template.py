"""The nightreel.toml that `nightreel init` writes: every key with its meaning and default, made from the settings.

A key that has no default stands with an example, which says that it is one.
"""

from __future__ import annotations

import json
import textwrap
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from flows.settings import FetchSettings, PrivacySettings, Settings, SiteSettings

HEAD = """\
# nightreel.toml: what the operator says. The environment may say it too: NIGHTREEL_DATA, NIGHTREEL_FETCH__MAX_BODY.
# Flags come before the environment, the environment before this file. `nightreel doctor` shows what is in force.
"""
EXAMPLE = """\
[[site]]
id = "films"
pages = []                   # addresses of title pages
# listings = ["https://films.example/new"]   # pages that link to title pages
# paths = ["captures"]       # or files, folders and WARCs of your own
"""


def settings_template(contact: str | None = None) -> str:
    """Return the file's text; `contact` is filled in where it is known."""
    lines = [HEAD]
    for name, field in Settings.model_fields.items():
        if name in ("fetch", "privacy", "site"):
            continue
        if name == "contact" and contact is not None:
            lines.append(f"# {field.description}\ncontact = {json.dumps(contact, ensure_ascii=False)}")
        else:
            lines.append(_commented(name, field))
    for table, model in (("fetch", FetchSettings), ("privacy", PrivacySettings)):
        lines.append(f"\n[{table}]")
        lines += [_commented(name, field) for name, field in model.model_fields.items()]
    lines.append("\n# One [[site]] for each site. Most need no profile; `nightreel probe ADDRESS` proposes one.")
    lines.append(EXAMPLE + _site_keys(SiteSettings))
    return "\n".join(lines) + "\n"


def _commented(name: str, field: FieldInfo) -> str:
    comment = textwrap.fill(field.description or "", 118, initial_indent="# ", subsequent_indent="# ")
    if field.examples:
        return f"{comment}\n# {name} = {_toml(field.examples[0])}   # an example; not set by default"
    return f"{comment}\n# {name} = {_toml(field.get_default(call_default_factory=True))}"


def _site_keys(model: type[BaseModel]) -> str:
    shown = {"id", "pages", "listings", "paths"}
    return "\n".join(_commented(name, field) for name, field in model.model_fields.items() if name not in shown)


def _toml(value: Any) -> str:
    if isinstance(value, PurePath):
        value = str(value)
    if isinstance(value, tuple):
        value = list(value)
    return json.dumps(value)
