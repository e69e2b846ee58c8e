"""A systemd timer or a crontab line for those who schedule with what their machine has."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

from flows.settings import LoadedSettings, SettingsError

_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = {
    "month": {name: number for number, name in enumerate(_MONTHS, 1)},
    "weekday": {name.lower(): number for number, name in enumerate(_DAYS[:7])},
}
_PART = re.compile(r"(?:\*|(\w+)(?:-(\w+))?)(?:/(\d+))?")


class _Span(NamedTuple):
    first: int
    last: int
    step: int


def crontab_line(cron: str, zone: str, loaded: LoadedSettings) -> str:
    """Return the lines for `crontab -e`; CRON_TZ is understood by cronie and systemd-cron, not by every cron.

    Raises SettingsError for a cron line that is none.
    """
    _parsed(cron)
    command = f"cd {shlex.quote(str(loaded.base))} && {shlex.join(_command(loaded))}"
    command = command.replace("%", r"\%")  # an unescaped % ends a crontab line's command
    return f"CRON_TZ={zone}\n{cron} {command}"


def systemd_units(cron: str, zone: str, loaded: LoadedSettings) -> str:
    """Return a service and a timer unit, with where to put them and how to start them.

    Raises SettingsError for a cron line that is none, or that a timer cannot say.
    """
    when = _calendar(cron)
    command = shlex.join(_command(loaded)).replace("%", "%%").replace("$", "$$")
    return f"""# ~/.config/systemd/user/nightreel.service
[Unit]
Description=nightreel, one night
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={str(loaded.base).replace("%", "%%")}
ExecStart={command}
# 3: published with trouble; the report says what
SuccessExitStatus=3

# ~/.config/systemd/user/nightreel.timer
[Unit]
Description=nightreel, every night

[Timer]
OnCalendar={when} {zone}
Persistent=true

[Install]
WantedBy=timers.target

# systemctl --user daemon-reload && systemctl --user enable --now nightreel.timer"""


def _command(loaded: LoadedSettings) -> list[str]:
    command = [str(Path(sys.argv[0]).resolve()), "run", "--no-server"]
    if loaded.file is not None:
        command += ["--settings", str(loaded.file.resolve())]
    if loaded.origin.get("data") == "flag":
        command += ["--data", str(loaded.data_dir)]
    return command


def _calendar(cron: str) -> str:
    """Turn five cron fields into OnCalendar's form."""
    minute, hour, day, month, weekday = _parsed(cron)
    days = _weekdays(weekday)
    if days and _component(day, 1, 31) != "*":
        raise SettingsError(f"--cron {cron!r}: names days and weekdays; a systemd timer cannot, --print cron can")
    date = f"*-{_component(month, 1, 12)}-{_component(day, 1, 31)}"
    return f"{days}{date} {_component(hour, 0, 23)}:{_component(minute, 0, 59)}:00"


def _parsed(cron: str) -> list[list[_Span]]:
    """Return the spans of each of the five fields. Raises SettingsError, with the field that is wrong."""
    fields = cron.split()
    if len(fields) != len(_FIELDS):
        raise SettingsError(f"--cron {cron!r}: a cron line has five fields, such as '15 2 * * *'")
    return [
        [_span(cron, part, *limits) for part in field.split(",")] for field, limits in zip(fields, _FIELDS, strict=True)
    ]


def _span(cron: str, part: str, name: str, least: int, most: int) -> _Span:
    found = _PART.fullmatch(part)
    first: int | None = None
    if found:
        first = _number(found[1], name) if found[1] else least
        step = int(found[3] or 1)
        if found[2]:
            last = _number(found[2], name)
        elif found[1] and not found[3]:
            last = first
        else:  # "*", "*/2", "3/2": to the end, where Sunday counts once
            last = 6 if name == "weekday" else most
    if first is None or last is None or not least <= first <= last <= most or step < 1:
        raise SettingsError(f"--cron {cron!r}: {part!r} is no {name} ({least} to {most})")
    return _Span(first, last, step)


def _number(said: str, name: str) -> int | None:
    return int(said) if said.isdecimal() else _NAMES.get(name, {}).get(said.lower())


def _component(spans: list[_Span], least: int, most: int) -> str:
    if any(span == (least, most, 1) for span in spans):
        return "*"
    return ",".join(
        f"{first:02d}"
        if first == last
        else f"{first}/{step}"
        if last == most and step > 1
        else f"{first:02d}..{last:02d}" + (f"/{step}" if step > 1 else "")
        for first, last, step in spans
    )


def _weekdays(spans: list[_Span]) -> str:
    """Name the weekdays from Monday on, three and more in a row as a range; nothing for all seven."""
    days = sorted({day or 7 for first, last, step in spans for day in range(first, last + 1, step)})
    if len(days) == 7:
        return ""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [
        f"{_DAYS[run[0]]}..{_DAYS[run[-1]]}" if len(run) > 2 else ",".join(_DAYS[day] for day in run) for run in runs
    ]
    return ",".join(said) + " "
