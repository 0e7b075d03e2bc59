"""The report's page as a browser shows it: on a wide and a narrow screen, on paper, with script and without.

Needs Chromium, and axe-core at the path that the environment variable AXE names.
"""

from __future__ import annotations

import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from chenzhou_indicators.report.contents import Contents
from chenzhou_indicators.report.figures import drawn
from chenzhou_indicators.report.page import page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LANGS = ["zh", "en"]
GRAVE = ("serious", "critical")  # what axe calls bad enough


@pytest.fixture(scope="module")
def chromium():
    """Start the browser; without one the tests fail, for the page is not known to work."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("No chromium on the path. Install the package chromium to run the browser tests.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory, sample: Contents):
    """Write the page with its pictures in both languages; return where each is."""
    folder = tmp_path_factory.mktemp("page")
    for lang in LANGS:
        text = page(sample, drawn(sample, lang)[0], lang)
        (folder / f"{lang}.html").write_text(text, encoding="utf-8", newline="\n")
    return {lang: (folder / f"{lang}.html").as_uri() for lang in LANGS}


@pytest.fixture(params=LANGS)
def lang(request):
    return request.param


@pytest.fixture
def opened(chromium, written, lang):
    """Open the page in a context of its own: ``opened(viewport=NARROW)``."""
    contexts = []

    def open_it(**context):
        contexts.append(chromium.new_context(**{"viewport": WIDE, **context}))
        shown = contexts[-1].new_page()
        shown.complaints, shown.asked = [], []
        shown.on("console", lambda said: shown.complaints.append(said.text))
        shown.on("pageerror", lambda error: shown.complaints.append(str(error)))
        shown.on("request", lambda request: shown.asked.append(request.url))
        shown.goto(written[lang])
        return shown

    yield open_it
    for context in contexts:
        context.close()


def firsts(shown, table):
    """Return the heads of the rows of a table, top down."""
    rows = shown.locator(f"#{table} tbody tr:not(.group):visible > th")
    return [text.strip() for text in rows.all_text_contents()]


# --- opened --------------------------------------------------------------------------------------


def test_nothing_is_asked_for_but_the_file_and_nothing_is_complained_of(opened, written, lang):
    shown = opened()
    shown.wait_for_load_state("networkidle")
    outside = [url for url in shown.asked if not url.startswith("data:image/svg+xml;")]
    assert outside == [written[lang]]
    assert shown.complaints == []


def test_every_picture_has_a_size_and_is_drawn(opened):
    told = "[one.hasAttribute('width'), one.hasAttribute('height'), one.naturalWidth, one.alt]"
    pictures = opened().locator("img").evaluate_all(f"all => all.map(one => {told})")
    assert len(pictures) == 6
    assert all(wide and high and drawn_wide > 0 and alt for wide, high, drawn_wide, alt in pictures)


def test_headings_are_in_order_and_tables_have_heads(opened):
    shown = opened()
    levels = shown.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    heads = shown.locator("table").evaluate_all(
        "all => all.map(one => one.tHead.querySelectorAll('th').length)"
    )
    assert min(heads) > 1


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_serious(opened, viewport):
    axe = Path(os.environ.get("AXE", AXE))
    if not axe.is_file():
        pytest.fail(f"No axe-core at {axe}. Install it with npm, and name axe.min.js in AXE.")
    # The policy of the page keeps every foreign script out, this one too.
    shown = opened(viewport=viewport, bypass_csp=True)
    shown.add_script_tag(path=axe)
    found = shown.evaluate("axe.run()")["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in GRAVE]
    assert told == []


@pytest.mark.parametrize("width", [320, 390, 600, 900, 1100, 1280])
def test_the_page_never_scrolls_sideways(opened, width):
    shown = opened(viewport={"width": width, "height": 800})
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


# --- sorting and filtering -----------------------------------------------------------------------


def test_a_column_is_sorted_by_keyboard_there_and_back(opened):
    shown = opened()
    before = firsts(shown, "table-scores")
    head = shown.locator("#table-scores thead th").nth(2)
    head.locator("button").focus()
    orders = []
    for _ in range(3):
        shown.keyboard.press("Enter")
        orders.append((head.get_attribute("aria-sort"), firsts(shown, "table-scores")))
    # By points, the fewest first; the table itself stands by rank.
    assert orders == [("ascending", before[::-1]), ("descending", before), ("none", before)]


def test_what_is_missing_stands_last_both_ways(opened):
    shown = opened()
    head = shown.locator("#table-targets thead th").nth(5)
    for _ in range(2):
        head.locator("button").press("Space")
        shares = shown.locator("#table-targets tbody tr:not(.group) td:nth-of-type(5)").all_text_contents()
        known = [text.strip() != "—" for text in shares]
        assert known == sorted(known, reverse=True)
        assert False in known
    assert shown.locator("#table-targets tr.group:visible").count() == 0


def test_rows_are_chosen_by_verdict_and_by_text_and_counted(opened):
    shown = opened()
    form, rows = shown.locator("form.filter"), shown.locator("#table-targets tbody tr:not(.group):visible")
    assert rows.count() == 45
    form.locator("select").select_option("missed")
    assert rows.count() == 9
    assert {"9", "45"} <= {*form.locator("[role=status]").inner_text().replace("/", " ").split()}
    form.locator("input").fill("GDP")
    assert rows.count() == 0
    form.locator("select").select_option("")
    assert rows.count() == 2
    form.locator("button").click()
    shown.wait_for_function("document.querySelectorAll('#table-targets tbody tr[hidden]').length === 0")
    assert rows.count() == 45


def test_a_link_to_a_row_that_is_not_shown_brings_it_back(opened):
    shown = opened()
    shown.locator("form.filter select").select_option("missed")
    shown.locator(".tile.met a").first.click()
    shown.wait_for_function("!document.getElementById(location.hash.slice(1)).hidden")
    assert shown.locator("#target-1").is_visible()


# --- without script, and on paper ----------------------------------------------------------------


def test_a_link_to_a_group_that_sorting_put_away_brings_it_back(opened):
    shown = opened()
    group = shown.locator("#table-targets tr.group[id]").first
    name = group.get_attribute("id")
    shown.locator("#table-targets th button").first.click()
    assert not group.is_visible()
    shown.locator(f'.tiles a[href="#{name}"]').click()
    group.wait_for(state="visible")
    assert shown.locator("#table-targets th[aria-sort=ascending]").count() == 0


def test_paper_shows_every_row_whatever_is_chosen_on_the_screen(opened):
    shown = opened()
    rows = shown.locator("#table-targets tbody tr:not(.group)")
    shown.locator(".filter select").select_option("missed")
    chosen = shown.locator("#table-targets tbody tr:not(.group):visible").count()
    assert 0 < chosen < rows.count()
    shown.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert shown.locator("#table-targets tbody tr:not(.group):visible").count() == rows.count()
    shown.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert shown.locator("#table-targets tbody tr:not(.group):visible").count() == chosen


def test_a_picture_that_scrolls_can_be_reached_by_keys_and_no_other(opened):
    wide, narrow = opened(), opened(viewport=NARROW)
    narrow.wait_for_selector(".picture[tabindex]")
    assert wide.locator(".picture[tabindex]").count() == 0


def test_without_script_everything_can_be_read_and_no_control_is_dead(opened, sample):
    shown = opened(java_script_enabled=False)
    assert shown.locator("#table-targets tbody tr:not(.group):visible").count() == len(sample.verdicts)
    assert shown.locator("section:visible").count() == 11
    for control in ("button", "input", "select"):
        assert shown.locator(f"{control}:visible").count() == 0


def test_the_page_prints_on_several_sheets_of_a4(opened):
    shown = opened()
    written = shown.pdf(format="A4", prefer_css_page_size=True)
    assert written.startswith(b"%PDF")
    assert written.count(b"/Type /Page\n") > 1
    # 210 by 297 mm in points
    assert b"/MediaBox [0 0 595" in written or b"/MediaBox [0 0 594" in written
    shown.emulate_media(media="print")
    assert not shown.locator("nav, form.filter, .skip").filter(visible=True).count()
    wide = shown.locator("thead").first.evaluate("one => getComputedStyle(one).display")
    assert wide == "table-header-group"
