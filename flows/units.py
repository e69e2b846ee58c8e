"""A systemd timer or a crontab line for those who schedule with what their machine has."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from flows.settings import SettingsError


def crontab_line(cron: str, zone: str, settings: Path | None) -> str:
    """Return the lines for `crontab -e`; CRON_TZ is understood by cronie and systemd-cron, not by every cron."""
    command = _command(settings).replace("%", r"\%")  # an unescaped % ends a crontab line's command
    return f"CRON_TZ={zone}\n{cron} {command}"


def systemd_units(cron: str, zone: str, settings: Path | None) -> str:
    """Return a service and a timer unit, with where to put them and how to start them."""
    return f"""# ~/.config/systemd/user/nightreel.service
[Unit]
Description=nightreel, one night
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={(settings.resolve().parent if settings else Path.cwd())}
ExecStart={_command(settings)}
# 3: published with trouble; the report says what
SuccessExitStatus=3

# ~/.config/systemd/user/nightreel.timer
[Unit]
Description=nightreel, every night

[Timer]
OnCalendar={_calendar(cron)} {zone}
Persistent=true

[Install]
WantedBy=timers.target

# systemctl --user daemon-reload && systemctl --user enable --now nightreel.timer"""


def _command(settings: Path | None) -> str:
    program = Path(sys.argv[0]).resolve()
    command = [str(program), "run", "--no-server"]
    if settings is not None:
        command += ["--settings", str(settings.resolve())]
    return shlex.join(command)


def _calendar(cron: str) -> str:
    """Turn five cron fields into OnCalendar's form."""
    fields = cron.split()
    if len(fields) != 5:
        raise SettingsError(f"--cron {cron!r}: a cron line has five fields, such as '15 2 * * *'")
    minute, hour, day, month, weekday = (
        field.replace("*/", "0/") if field.startswith("*/") else field for field in fields
    )
    names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    days = ""
    if weekday != "*":
        parts = [
            "..".join(names[int(end)] if end.isdigit() else end.title() for end in part.split("-"))
            for part in weekday.split(",")
        ]
        days = ",".join(parts) + " "
    two = [field if not field.isdigit() else f"{int(field):02d}" for field in (hour, minute)]
    ranges = [field.replace("-", "..") for field in (month, day, *two)]
    return "{}*-{}-{} {}:{}:00".format(days, *ranges)
