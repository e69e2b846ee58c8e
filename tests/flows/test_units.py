"""Cron lines as systemd calendars and crontab lines, and those that are none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from flows.settings import SettingsError, load_settings
from flows.units import crontab_line, systemd_units

CALENDARS = {
    "15 2 * * *": "*-*-* 02:15:00",
    "15 2 * * 1-5": "Mon..Fri *-*-* 02:15:00",
    "0 3 * * 0": "Sun *-*-* 03:00:00",
    "0 3 * * 7": "Sun *-*-* 03:00:00",
    "0 3 * * sat,SUN": "Sat,Sun *-*-* 03:00:00",
    "0 3 * * 5-7": "Fri..Sun *-*-* 03:00:00",
    "0 3 * * 0-2": "Mon,Tue,Sun *-*-* 03:00:00",
    "0 3 * * */2": "Tue,Thu,Sat,Sun *-*-* 03:00:00",
    "*/30 1-4 * * *": "*-*-* 01..04:0/30:00",
    "0 2 */2 * *": "*-*-1/2 02:00:00",
    "0 2 1,15 */3 *": "*-1/3-01,15 02:00:00",
    "0 2 1 jan-mar *": "*-01..03-01 02:00:00",
    "5-20/5 2 * * *": "*-*-* 02:05..20/5:00",
    "0 2 * * 0-6": "*-*-* 02:00:00",
}
NOT_CRON = {
    "15 2 * *": "five fields",
    "60 2 * * *": "no minute",
    "15 24 * * *": "no hour",
    "0 0 0 * *": "no day",
    "0 0 * 13 *": "no month",
    "0 0 * * 8": "no weekday",
    "0 0 * * noday": "no weekday",
    "*/0 0 * * *": "no minute",
    "5-1 0 * * *": "no minute",
    "x y z a b": "no minute",
    ", 0 * * *": "no minute",
}


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return load_settings(None, {"data": tmp_path / "50% of $it"})


@pytest.mark.parametrize("cron", CALENDARS)
def test_a_cron_line_as_a_calendar(cron, loaded):
    assert f"\nOnCalendar={CALENDARS[cron]} Europe/Berlin\n" in systemd_units(cron, "Europe/Berlin", loaded)


# macOS has no systemd; what is printed is tested everywhere
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to ask")
@pytest.mark.parametrize("calendar", CALENDARS.values())
def test_systemd_takes_the_calendar(calendar):
    assert subprocess.run(["systemd-analyze", "calendar", calendar], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("cron", NOT_CRON)
@pytest.mark.parametrize("printed", [crontab_line, systemd_units])
def test_what_is_no_cron_line(cron, printed, loaded):
    with pytest.raises(SettingsError, match=NOT_CRON[cron]):
        printed(cron, "UTC", loaded)


def test_days_and_weekdays_together_are_for_cron_alone(loaded):
    with pytest.raises(SettingsError, match="--print cron can"):
        systemd_units("0 2 1 * 1", "UTC", loaded)
    assert "\n0 2 1 * 1 cd " in crontab_line("0 2 1 * 1", "UTC", loaded)


def test_units_run_in_the_settings_folder_with_the_data_that_was_named(loaded, tmp_path):
    line = crontab_line("0 2 * * *", "UTC", loaded)
    assert f"cd {tmp_path} && " in line
    assert rf"--data '{tmp_path}/50\% of $it'" in line
    unit = systemd_units("0 2 * * *", "UTC", loaded)
    assert f"WorkingDirectory={tmp_path}\n" in unit
    assert f"--data '{tmp_path}/50%% of $$it'" in unit


def test_a_settings_file_is_named_whole(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("nightreel.toml").write_text('zone = "UTC"\n')
    line = crontab_line("0 2 * * *", "UTC", load_settings())
    assert line.endswith(f"run --no-server --settings {tmp_path}/nightreel.toml")
