"""The texts of the report's page: one language at a time, and nothing of a file gets out of hand."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pandas as pd
import pytest
from elements import read

import chenzhou_indicators as ci
from chenzhou_indicators.catalog import label_texts
from chenzhou_indicators.plans import Title
from chenzhou_indicators.report.contents import calculated
from chenzhou_indicators.report.figures import Figure
from chenzhou_indicators.report.page import page
from chenzhou_indicators.vocabulary import Part

CHINESE = re.compile(r"[\u3400-\u9fff]")
PICTURE = Figure("scorecard", Part.TARGETS, "A caption", "Thirteen of 24.", b"<svg/>", b"", 640, 480)
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>{{ 7 * 7 }}'


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request):
    return request.param


# --- languages -----------------------------------------------------------------------------------


def test_the_english_page_is_chinese_in_quotes_alone(sample):
    root = read(page(sample, [PICTURE], "en"))
    (body,) = root.all("body")
    assert not CHINESE.search(body.text(skip=("quote", "script", "style")))
    quoted = [element for element in root.all(class_="quote") if CHINESE.search(element.text())]
    assert quoted
    for element in quoted:
        assert "zh-CN" in {element.get("lang"), *(inner.get("lang") for inner in element.all("bdi"))}


def test_the_chinese_page_has_no_code_words(sample, bare, plan):
    figures = ci.load_sample("observations")
    texts = label_texts()
    words = {
        code for group in texts if group != "page" for code in texts[group] if "_" in code or " " in code
    }
    words |= {"illustrative", "final", "missed", "met", "level", "growth", "fraction", "count", "linear"}
    for contents in (sample, bare, calculated(figures, plan, year=2008)):
        (body,) = read(page(contents, [PICTURE], "zh")).all("body")
        said = body.text(skip=("quote", "script", "figure"))
        latin = {*re.findall(r"[a-z][a-z_ ]*[a-z]", said)}
        assert not latin & words
        # What is Latin on it are names of files, Student's t, and units as they are.
        assert latin <= {"scorecard", "xlsx", "tables", "manifest", "json"}, latin


# --- hostile texts -------------------------------------------------------------------------------


def hostile(contents, text):
    """Put a text wherever a plan or a file of figures can bring one."""
    named = partial(_named, text=text)
    plan = replace(
        contents.plan,
        document=text,
        title=Title(text, text),
        targets=contents.plan.targets.assign(note_zh=text, note_en=text),
    )
    return contents._replace(
        plan=plan,
        verdicts=named(contents.verdicts).assign(source=text, clause=text),
        figures=contents.figures.assign(source=text),
        prospects=contents.prospects._replace(
            paces=named(contents.prospects.paces), outlook=named(contents.prospects.outlook)
        ),
        years=contents.years._replace(judgements=named(contents.years.judgements)),
    )


def _named(rows, text):
    return rows.assign(name_zh=text, name_en=text)


def test_hostile_text_is_text(sample, lang):
    calm, root = read(page(sample, [], lang)), read(page(hostile(sample, HOSTILE), [], lang))
    shapes = [{element.tag for element in one.all()} for one in (calm, root)]
    assert shapes[0] == shapes[1]
    assert len(root.all("script")) == 1
    assert root.all("img") == []
    assert {name for element in root.all() for name in element if name.startswith("on")} == set()
    assert HOSTILE in root.all("h1")[0].text()
    assert root.all("title")[0].text().startswith('"><img')


@pytest.mark.parametrize("text", ["a\x00b\x07c", "a\x1bb", "a\x9fb", "a\ufeffb"], ids=ascii)
def test_what_cannot_be_printed_is_replaced(sample, text):
    made = page(hostile(sample, text), [], "en")
    made.encode("utf-8")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]", made)
    assert "a\ufffdb" in made


def test_half_a_letter_is_replaced(sample):
    titled = replace(sample.plan, title=Title("a\ud800b", "a\ud800b"), document="\udfff")
    made = page(sample._replace(plan=titled), [], "en")
    assert "a\ufffdb: targets and results" in made.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2067", "\u061c"], ids=ascii)
def test_marks_that_turn_the_writing_round_are_left_out(sample, mark):
    made = page(hostile(sample, f"plan{mark}name"), [], "en")
    assert mark not in made
    assert "<bdi>planname</bdi>" in made


def test_a_very_long_name_is_cut(sample, lang):
    made = page(hostile(sample, "x" * 10_000), [], lang)
    assert "x" * 119 + "…" in made
    assert max(map(len, re.findall("x+", made))) < 1200


def test_text_that_looks_like_a_closed_element_closes_nothing(sample):
    root = read(page(hostile(sample, "</title></table></bdi>--><!--"), [], "zh"))
    assert "</title></table></bdi>--><!--" in root.all("h1")[0].text()


def test_nothing_given_is_changed(sample):
    before = sample.verdicts.copy()
    page(sample, [], "zh")
    pd.testing.assert_frame_equal(sample.verdicts, before)
