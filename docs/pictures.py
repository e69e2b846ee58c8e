"""Make the README's pictures: four nights of the bundled sites, then Chromium looks at their report.

Run `python docs/pictures.py` in the project's environment; needs playwright and a Chromium. With --data FOLDER the
report there is taken instead.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
NIGHTS = 4
SHOWN = 3  # the night on which most happens


def main() -> None:
    """Write night.png, title.png and phone.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder of four demo nights")
    given = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        data = given or four_nights(Path(folder))
        reports = sorted(path for path in (data / "reports").glob("2*") if path.is_dir())
        night = reports[SHOWN - 1]
        title = max((night / "title").glob("*.html"), key=lambda page: page.stat().st_size)
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            shoot(browser, night / "index.html", "night", 1120, 900, "light")
            shoot(browser, title, "title", 1120, 900, "light")
            shoot(browser, night / "index.html", "phone", 390, 844, "dark")


def four_nights(folder: Path) -> Path:
    """Run the demo's nights and return their data folder."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "demo", str(folder), "--no-server"]
    for _ in range(NIGHTS):
        # a night may end with trouble to show (status 3)
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode not in (0, 3):
            raise SystemExit("the demo's night failed: run `nightreel demo` and see why")
    return folder / "data"


def shoot(browser: Browser, page: Path, name: str, width: int, height: int, scheme: str) -> None:
    """Take one picture of a page's beginning."""
    tab = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=1,
    )
    tab.goto(page.resolve().as_uri())
    PICTURES.mkdir(exist_ok=True)
    tab.screenshot(path=str(PICTURES / f"{name}.png"))
    tab.close()


if __name__ == "__main__":
    main()
