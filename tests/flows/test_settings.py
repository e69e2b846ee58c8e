from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.settings import SettingsError, deadline_from, load_settings
from flows.template import settings_template


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("NIGHTREEL_SETTINGS", "NIGHTREEL_WORKERS", "NIGHTREEL_DATA", "NIGHTREEL_FETCH__WHOLE_SECONDS"):
        monkeypatch.delenv(name, raising=False)

    def write_text(text: str) -> Path:
        path = tmp_path / "nightreel.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


def test_flags_come_before_environment_before_file_before_defaults(write, monkeypatch):
    file = write('data = "from-file"\nworkers = 3\nlocale = "de"\n')
    monkeypatch.setenv("NIGHTREEL_DATA", "from-environment")
    monkeypatch.setenv("NIGHTREEL_WORKERS", "4")
    loaded = load_settings(file, {"data": "from-flag", "deadline": None})
    assert loaded.settings.data == Path("from-flag")
    assert loaded.settings.workers == 4
    assert loaded.settings.locale == "de"
    assert loaded.settings.zone == "UTC"
    assert {key: loaded.origin[key] for key in ("data", "workers", "locale", "zone")} == {
        "data": "flag",
        "workers": "environment",
        "locale": str(file),
        "zone": "default",
    }


def test_a_nested_value_from_the_environment_leaves_its_neighbours(write, monkeypatch):
    file = write("[fetch]\nmax_body = 5000\n")
    monkeypatch.setenv("NIGHTREEL_FETCH__WHOLE_SECONDS", "3")
    loaded = load_settings(file)
    assert (loaded.settings.fetch.max_body, loaded.settings.fetch.whole_seconds) == (5000, 3)
    assert loaded.origin["fetch.whole_seconds"] == "environment"
    assert loaded.origin["fetch.max_body"] == str(file)


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("foo = 1", "foo", "unknown key"),
        ("[fetch]\ndelays = 3", "fetch.delays", "unknown key; allowed here: max_body"),
        ('zone = "Mars/Base"', "zone", "no IANA time zone"),
        ('workers = "many"', "workers", "valid integer"),
        ('deadline = "25:00"', "deadline", "write a clock"),
        ('[[site]]\nid = "a"\npages = ["ftp://films.example"]', "site.0.pages.0", "no http or https address"),
        ('[[site]]\nid = "A b"', "site.0.id", "lower-case letters"),
        ('[[site]]\nid = "a"\n[[site]]\nid = "a"', "site", "stands twice"),
        ("[privacy]\nauthor_digests = true", "privacy.author_digests", "needs privacy.salt"),
    ],
)
def test_a_wrong_setting_is_one_line_with_file_and_key(write, text, key, says):
    file = write(text)
    with pytest.raises(SettingsError) as error:
        load_settings(file)
    assert str(error.value).startswith(f"{file}: {key}: ") or (f"{file}: {key} " in str(error.value))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_broken_toml_and_a_missing_file_are_named(write, tmp_path):
    with pytest.raises(SettingsError, match="no valid TOML"):
        load_settings(write("data = "))
    with pytest.raises(SettingsError, match="nightreel init"):
        load_settings(tmp_path / "elsewhere.toml")


def test_a_misspelt_variable_is_refused(write, monkeypatch):
    monkeypatch.setenv("NIGHTREEL_WORKER", "4")
    with pytest.raises(SettingsError, match="NIGHTREEL_WORKER; allowed"):
        load_settings()


def test_what_init_writes_loads_and_says_the_defaults(write):
    loaded = load_settings(write(settings_template("me@films.example")))
    plain = load_settings(write(""))
    assert loaded.settings.contact == "me@films.example"
    assert loaded.settings.model_dump(exclude={"contact", "site"}) == plain.settings.model_dump(
        exclude={"contact", "site"}
    )


def test_every_commented_line_of_init_is_a_valid_setting(write, tmp_path):
    (tmp_path / "suppressed.txt").write_text("Somebody\n")
    lines = [
        line[2:] if line.startswith("# ") and " = " in line and line[2:3].islower() else line
        for line in settings_template().splitlines()
    ]
    settings = load_settings(write("\n".join(lines))).settings
    assert (settings.contact, settings.deadline, settings.site[0].zone) == ("you@example.org", "06:30", "Europe/Berlin")


def test_paths_count_from_the_files_folder(write, tmp_path):
    file = write('data = "nights"\n[[site]]\nid = "a"\npaths = ["captures"]\nprofile = "a.toml"\n')
    loaded = load_settings(file)
    assert loaded.data_dir == tmp_path / "nights"
    assert loaded.sites[0].paths == (tmp_path / "captures",)
    assert loaded.sites[0].profile == str(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("06:30", datetime(2026, 3, 1, 5, 30, tzinfo=UTC)),
        ("02:00", datetime(2026, 3, 2, 1, 0, tzinfo=UTC)),
        ("5h", datetime(2026, 3, 1, 6, 15, tzinfo=UTC)),
        ("90m", datetime(2026, 3, 1, 2, 45, tzinfo=UTC)),
        ("1h 30min", datetime(2026, 3, 1, 2, 45, tzinfo=UTC)),
    ],
)
def test_deadlines(text, end):
    assert deadline_from(text, datetime(2026, 3, 1, 1, 15, tzinfo=UTC), "Europe/Berlin") == end
