import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.cli import app

for module in ("pages", "nights", "data", "upkeep"):
    __import__(f"flows.cli.{module}")

CAPTURE = """\
A lighthouse keeper learns to juggle.
Nobody comes to watch, until somebody does.
Comments (1)
08/03/25 at 00:57am
The lamp is the best actor of the year, and it knows that very well indeed.
Act two is a storm in a teacup, and the teacup is the one from his mother's house.
The last scene made the whole row behind me forget their popcorn entirely.
Rating: 9/10
Act two is a storm in a teacup, and the teacup is the one from his mother's house.
The last scene made the whole row behind me forget their popcorn entirely.
Rating: 9/10
"""
SAID = [
    ("Ann", "2026-03-01", "I came for the kettles and stayed for the slow and steady whistling of the third act."),
    ("Bob", "2026-03-02", "Nobody boils water on screen as patiently as this crew does, and I have seen a few try."),
    ("Cleo", "2026-03-03", "The sixth kettle is out of tune on purpose; it took me a second evening to notice it."),
]
ITEM = '<li class="comment"><cite>{}</cite> <time datetime="{}">{}</time><div class="text"><p>{}</p></div></li>'
THREAD = (
    "<html><head><title>Seven Kettles</title></head><body><h1>Seven Kettles</h1><h2>3 Comments</h2>"
    f'<ol class="comments">{"".join(ITEM.format(name, day, day, text) for name, day, text in SAID)}</ol></body></html>'
)
KEYS = {"source", "url", "profile", "title", "claimed_comments", "comments", "next_pages", "rejects"}
COMMENT_KEYS = {"id", "read_by", "parent", "depth", "author", "posted", "rating", "body", "repeats"}


def nightreel(*arguments, cwd=None, env=None):
    """Run the real program in a process of its own."""
    return subprocess.run(
        [Path(sys.executable).parent / "nightreel", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=env,
        timeout=120,
        check=False,
    )


@pytest.fixture
def capture(tmp_path):
    path = tmp_path / "lighthouse.txt"
    path.write_text(CAPTURE, encoding="utf-8")
    return path


def read(*arguments):
    done = nightreel("extract", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_text_capture_read_exactly(capture):
    page = read(capture)
    assert set(page) >= KEYS
    assert page["title"]["name"] is None
    assert (
        page["title"]["synopsis"]
        == "A lighthouse keeper learns to juggle.\nNobody comes to watch, until somebody does."
    )
    assert page["claimed_comments"] == 1
    (comment,) = page["comments"]
    assert set(comment) >= COMMENT_KEYS
    assert comment["read_by"] == "text"
    assert comment["body"].split("\n") == CAPTURE.split("\n")[4:7]
    assert [repeat["kind"] for repeat in comment["repeats"]] == ["tail"]
    assert comment["repeats"][0]["text"].split("\n") == CAPTURE.split("\n")[8:11]
    assert comment["rating"] == {
        "raw": "9/10",
        "value": 9,
        "worst": None,
        "best": 10,
        "percent": 90.0,
        "kind": "numeric",
        "rule": "n-of-m",
    }
    assert comment["posted"] == {
        "raw": "08/03/25 at 00:57am",
        "at": None,
        "precision": "minute",
        "rule": "ambiguous-order",
        "alternatives": ["2025-03-08T00:57:00", "2025-08-03T00:57:00"],
    }


@pytest.mark.parametrize(("order", "at"), [("dmy", "2025-03-08T00:57:00"), ("mdy", "2025-08-03T00:57:00")])
def test_a_date_order_that_is_told_settles_it(capture, order, at):
    (comment,) = read(capture, "--date-order", order)["comments"]
    assert comment["posted"]["at"] == at
    assert comment["posted"]["alternatives"] == []


def test_an_address_may_name_a_title_that_names_itself_nowhere(capture):
    page = read(capture, "--url", "https://films.example/title/lighthouse")
    assert page["title"]["name"] == "Lighthouse"
    assert page["title"]["sources"]["name"] == "url-slug"


def test_a_list_of_pages_is_one_line_each(capture, tmp_path):
    (tmp_path / "list.tsv").write_text(
        "path\turl\tseen_at\nlighthouse.txt\t\t\nlighthouse.txt\thttps://films.example/a\t2026-03-01T02:15:00+00:00\n"
    )
    done = nightreel("extract", "--list", tmp_path / "list.tsv", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["url"] for line in lines] == [None, "https://films.example/a"]


def test_line_separators_in_a_text_do_not_break_the_line(tmp_path):
    path = tmp_path / "odd.txt"
    path.write_text(CAPTURE.replace("very well", "very\u2028well\u0085"), encoding="utf-8")
    assert len(nightreel("extract", path, "--json").stdout.splitlines()) == 1


def test_a_missing_file_is_one_line_and_the_others_are_read(capture, tmp_path):
    done = nightreel("extract", tmp_path / "nowhere.html", capture, "--json")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert re.fullmatch(r"nightreel: .*nowhere.html: No such file or directory\n", done.stderr)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("date", "08/03/25", "--locale", "de"), {"at": "2025-03-08", "alternatives": []}),
        (("date", "3 days ago", "--seen-at", "2026-03-10T00:00:00"), {"at": "2026-03-07", "precision": "day"}),
        (("rating", "B+"), {"raw": "B+", "value": 83, "best": 100}),
        (("rating", "season 2"), {"value": None, "percent": None}),
    ],
)
def test_explain(arguments, expected):
    shown = json.loads(nightreel("explain", *arguments, "--json").stdout)
    assert {key: shown[key] for key in expected} == expected


def test_reading_loads_nothing_heavy(capture):
    script = (
        "import sys; from flows.cli import main\n"
        f"sys.argv = ['nightreel', 'extract', {str(capture)!r}, '--json']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'prefect', 'pandas', 'duckdb', 'pyarrow', 'numpy'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


def commands(group=None, prefix=()):
    for name, command in sorted((group or get_command(app)).commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, (*prefix, name))
        else:
            yield (*prefix, name)


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_every_command_has_help_with_an_example(command):
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Example: nightreel " + " ".join(command) in " ".join(result.output.split())


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_every_command_is_in_the_readme(command):
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert f"nightreel {' '.join(command)}" in readme


def test_errors_are_one_line(tmp_path):
    (tmp_path / "nightreel.toml").write_text("zone = 'Nowhere'\n")
    for arguments in (("doctor",), ("run",), ("sql", "from title"), ("report",)):
        done = nightreel(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert re.fullmatch(r"nightreel: nightreel.toml: zone: .*\n", done.stderr), done.stderr


def test_a_run_without_a_site_or_a_contact_says_what_to_do(tmp_path):
    done = nightreel("run", "--no-server", cwd=tmp_path)
    assert (done.returncode, "add a [[site]]" in done.stderr) == (2, True)
    (tmp_path / "nightreel.toml").write_text('[[site]]\nid = "films"\npages = ["https://films.example/a"]\n')
    done = nightreel("run", "--no-server", cwd=tmp_path)
    assert (done.returncode, "contact" in done.stderr) == (1, True)


def test_init_writes_settings_that_doctor_understands(tmp_path):
    assert nightreel("init", "--contact", "me@films.example", cwd=tmp_path).returncode == 0
    done = nightreel("doctor", "--json", cwd=tmp_path)
    shown = json.loads(done.stdout)
    assert shown["settings"]["contact"] == {"value": "me@films.example", "from": "nightreel.toml"}
    assert nightreel("init", cwd=tmp_path).returncode == 2


def test_a_folder_runs_as_a_site_and_is_asked_with_sql(capture, tmp_path):
    done = nightreel("run", "--from", capture.parent, "--no-server", "--data", tmp_path / "d", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["changes"]["comment/added"] == 1
    asked = nightreel("sql", "select rating_percent, posted_raw from comment", "--data", tmp_path / "d", "-f", "csv")
    assert asked.stdout.splitlines() == ["rating_percent,posted_raw", "90.0,08/03/25 at 00:57am"]
    refused = nightreel("sql", "delete from comment", "--data", tmp_path / "d")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    lost = nightreel("sql", tmp_path / "lost.sql", "--data", tmp_path / "d")
    assert (lost.returncode, lost.stderr.count("\n")) == (2, 1) and "No such file" in lost.stderr
    (comment,) = json.loads(nightreel("sql", "from comment", "--json", "--data", tmp_path / "d").stdout)
    page = nightreel("show", comment["comment_id"], "--page", "--data", tmp_path / "d")
    assert page.stdout == CAPTURE


def test_a_warc_of_others_runs_as_a_site(tmp_path):
    warc = tmp_path / "Some Crawl.warc.gz"
    at = {"WARC-Date": "2026-03-04T05:06:07Z"}
    with warc.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for address, kind, body in [
            ("https://films.example/robots.txt", "text/plain", b"User-agent: *\n"),
            ("https://films.example/seven", "text/html; charset=utf-8", THREAD.encode()),
            ("https://films.example/seven.jpg", "image/jpeg", b"\xff\xd8"),
        ]:
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    address, "response", payload=BytesIO(body), http_headers=headers, warc_headers_dict=at
                )
            )
    data = tmp_path / "d"
    done = nightreel("run", "--from", warc, "--no-server", "--data", data, "--json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["sites"][0]["site_id"]) == (0, "some-crawl")
    asked = nightreel(
        "sql",
        "select name, author, posted_raw from comment join title using (title_id) order by position",
        "--data",
        data,
        "-f",
        "csv",
    )
    assert asked.stdout.splitlines()[1:] == [
        "Seven Kettles,Ann,2026-03-01",
        "Seven Kettles,Bob,2026-03-02",
        "Seven Kettles,Cleo,2026-03-03",
    ]
    (capture,) = json.loads(
        nightreel(
            "sql",
            "select distinct url, fetched_at::varchar as at from meta.capture join comment using (capture_id)",
            "--json",
            "--data",
            data,
        ).stdout
    )
    assert (capture["url"], capture["at"][:19]) == ("https://films.example/seven", "2026-03-04 05:06:07")


@pytest.mark.parametrize("unit", ["systemd", "cron"])
def test_schedule_prints_units(unit, tmp_path):
    done = nightreel("schedule", "--print", unit, "--cron", "15 2 * * 1-5", "--zone", "Europe/Berlin", cwd=tmp_path)
    wanted = {
        "systemd": "OnCalendar=Mon..Fri *-*-* 02:15:00 Europe/Berlin",
        "cron": "CRON_TZ=Europe/Berlin\n15 2 * * 1-5 ",
    }
    assert wanted[unit] in done.stdout
    assert "run --no-server" in done.stdout
