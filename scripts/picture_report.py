"""Take the pictures of the report that the README shows: docs/images/report-2007-*.png.

``python scripts/picture_report.py`` needs Chromium and the extra ``browser``; run it after the page has
changed.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

import chenzhou_indicators as ci

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WIDTH = 1180  # of the window
MARGIN = 24  # below the verdict, which is the last that is taken


def main() -> None:
    """Write the sample's report in both languages, and picture how it begins."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--hide-scrollbars"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": 800})
        for lang in ("zh", "en"):
            out = ci.annual_report(
                ci.load_sample("observations"),
                ci.load_plan("chenzhou-2007"),
                year=2007,
                out=Path(folder) / lang,
                lang=lang,
                firms=ci.load_sample("firms"),
                accounts=ci.load_sample("accounts"),
            )
            page.goto((out / "report.html").as_uri())
            verdict = page.locator("#verdict").bounding_box()
            seen = {"x": 0, "y": 0, "width": WIDTH, "height": verdict["y"] + verdict["height"] + MARGIN}
            page.screenshot(path=IMAGES / f"report-2007-{lang}.png", clip=seen, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
