"""Nights through Prefect: the embedded server, a real one, and the schedule on it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from demo_truth import differences

from flows.runs import all_runs
from flows.schedule import prefect_server

PROGRAM = Path(sys.executable).parent / "nightreel"
pytestmark = pytest.mark.slow


def nightreel(*arguments, **kwargs):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=280, check=False, **kwargs
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    before = os.environ.get("PREFECT_API_URL")
    home = tmp_path_factory.mktemp("server")
    os.environ["PREFECT_HOME"] = str(home)
    with prefect_server(home, lambda _: None):
        yield os.environ["PREFECT_API_URL"]
    del os.environ["PREFECT_HOME"]
    if before is None:
        del os.environ["PREFECT_API_URL"]


def test_a_night_with_the_embedded_server(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = nightreel("demo", tmp_path / "demo", cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert "Report: demo/data/reports/2025-06-21.01/index.html" in done.stdout
    assert "no comment" not in done.stdout
    assert differences(tmp_path / "demo" / "data", 1) == []


def test_four_nights_on_a_real_server_while_somebody_asks(tmp_path, server):
    failed, asked, over = [], [], threading.Event()

    def ask():
        while not over.is_set():
            if (tmp_path / "demo" / "data" / "nightreel.duckdb").exists():
                done = nightreel("sql", "select count(*) from comment_feed", "--data", tmp_path / "demo" / "data")
                asked.append(done.returncode)
                if done.returncode:
                    failed.append(done.stderr)

    reader = threading.Thread(target=ask)
    reader.start()
    try:
        for number in range(1, 5):
            done = nightreel("demo", "demo", cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            assert differences(tmp_path / "demo" / "data", number) == []
    finally:
        over.set()
        reader.join()
    assert failed == []
    assert len(asked) > 4
    runs = requests.post(f"{server}/flow_runs/filter", json={}, timeout=30).json()
    assert [run["state"]["type"] for run in runs] == ["COMPLETED"] * 4
    tasks = requests.post(f"{server}/task_runs/filter", json={}, timeout=30).json()
    names = {task["name"] for task in tasks}
    assert {"fetch blog", "extract 1 of 3", "normalise catalogue", "load", "publish", "report"} <= names
    assert len(tasks) < 4 * 20
    notes = requests.post(f"{server}/artifacts/filter", json={}, timeout=30).json()
    assert any("Night of 2025-06-24" in note["data"] for note in notes)


def test_a_schedule_fires_twice(tmp_path, server):
    captures = tmp_path / "captures"
    captures.mkdir()
    (captures / "a.txt").write_text(
        "A film about rain.\nComments (1)\n13/03/25 at 10:57pm\nIt is wet, and I liked it.\n"
    )
    (tmp_path / "nightreel.toml").write_text('[[site]]\nid = "captures"\npaths = ["captures"]\n')
    with subprocess.Popen(
        [PROGRAM, "schedule", "--every", "10"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as served:
        try:
            end = time.monotonic() + 150
            while time.monotonic() < end and sum(run.outcome == "ok" for run in all_runs(tmp_path / "data")) < 2:
                time.sleep(0.5)
        finally:
            served.send_signal(signal.SIGTERM)
            said, _ = served.communicate(timeout=60)
    assert served.returncode == 0, said
    runs = all_runs(tmp_path / "data")
    assert [run.outcome for run in runs][:2] == ["ok", "ok"], said
    assert runs[0].changes["comment/added"] == 1
    assert runs[1].changes == {}
    found = requests.post(f"{server}/deployments/filter", json={}, timeout=30).json()
    (deployment,) = [one for one in found if one["name"] == "nightly"]
    assert deployment["schedules"][0]["active"], "the schedule stays when its process ends"
    assert json.dumps(deployment["concurrency_options"]).count("CANCEL_NEW") == 1
