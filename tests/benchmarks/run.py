"""Run every benchmark and print our figures beside the peers' of the same run: `make bench`.

A name runs one alone; --quick is for a look.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the benchmarks one after the other; the exit status is that of the worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller inputs")
    parser.add_argument("names", nargs="*", help="only these, such as: fetch read")
    arguments = parser.parse_args()
    worst = 0
    for script in sorted(HERE.glob("bench_*.py")):
        if arguments.names and script.stem.removeprefix("bench_") not in arguments.names:
            continue
        print(f"== {script.stem.removeprefix('bench_')}", flush=True)
        command = [sys.executable, str(script), *(["--quick"] if arguments.quick else [])]
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
