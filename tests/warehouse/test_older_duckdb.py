"""The published file opens in the previous DuckDB, because people's SQL tools lag behind."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from warehouse.schema import scripts

LOOK = """
import duckdb, json, sys
con = duckdb.connect(sys.argv[1], read_only=True)
names = con.execute(
    "select schema_name || '.' || view_name from duckdb_views() where not internal union all "
    "select schema_name || '.' || table_name from duckdb_tables() order by 1"
).fetchall()
con.execute("set timezone = 'UTC'")
counts = {name: con.execute(f"select count(*) from (select * from {name})").fetchone()[0] for (name,) in names}
print(json.dumps({"version": duckdb.__version__, "counts": counts}))
"""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_previous_duckdb_answers_from_every_table_and_view(house: Any, tmp_path: Path) -> None:
    house.load(
        house.thread(1, {f"c{i}": {"rating_percent": 50.0} for i in range(9)}, title_row={"rating_percent": 70.0})
    )
    house.load(house.thread(2, {f"c{i}": {"rating_percent": 60.0, "rating_raw": "6"} for i in range(8)}))
    older = tmp_path / "older"
    venv.create(older, with_pip=True)
    python = older / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    installed = subprocess.run(
        [python, "-m", "pip", "install", "-q", "duckdb>=1.5,<2"], capture_output=True, text=True, check=False
    )
    if installed.returncode:
        pytest.skip("duckdb 1.5 cannot be installed here (no package index)")
    answer = subprocess.run([python, "-c", LOOK, house.published], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["version"].startswith("1.5")
    assert told["counts"]["main.comment"] == 9
    assert told["counts"]["main.rating_by_night"] == 2
    assert len(told["counts"]) >= len(scripts("views")) + 22
