"""The manifest tells what went in and what came out, so that both can be checked."""

from __future__ import annotations

import hashlib
import json

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.report.manifest import manifest
from chenzhou_indicators.sample import sample_file


@pytest.fixture(scope="module")
def told(sample):
    text = manifest(
        sample,
        lang="zh",
        divide_by="registered_population",
        inputs={"observations": ci.load_sample("observations"), "firms": None},
        files={"observations": sample_file("observations")},
        refused={"ranking": "too many"},
        outputs={"report.html": "0" * 64},
    )
    return json.loads(text)


def test_it_names_plan_year_edition_language_and_versions(told):
    assert told["plan"] == {
        "id": "chenzhou-2007",
        "document": "郴政发〔2007〕6号",
        "title_zh": "郴州市2007年科技创新年",
        "title_en": "Chenzhou's Year of Science and Technology 2007",
        "issued": "2007-03-21",
    }
    assert (told["year"], told["as_of"], told["lang"]) == (2007, None, "zh")
    assert told["divide_by"] == "registered_population"
    assert told["versions"]["chenzhou-indicators"] == ci.__version__
    assert told["versions"]["pandas"] == pd.__version__


def test_an_input_can_be_checked_as_table_and_as_file(told):
    given = ci.load_sample("observations")
    text = given.to_csv(index=False, lineterminator="\n").encode()
    assert told["inputs"]["observations"] == {
        "rows": len(given),
        "sha256": hashlib.sha256(text).hexdigest(),
        "file": "observations.csv",
        "file_sha256": hashlib.sha256(sample_file("observations").read_bytes()).hexdigest(),
    }
    assert told["inputs"]["plan"]["rows"] == 24
    assert "firms" not in told["inputs"]


def test_what_could_not_be_made_is_told_with_the_reason(told):
    assert told["not_made"] == {"ranking": "too many"}


def test_a_figure_that_changes_changes_the_checksum(sample, told):
    other = ci.load_sample("observations")
    other.loc[0, "value"] += 1e-9
    again = json.loads(
        manifest(
            sample,
            lang="zh",
            divide_by="gdp",
            inputs={"observations": other},
            files={},
            refused={},
            outputs={},
        )
    )
    assert again["inputs"]["observations"]["sha256"] != told["inputs"]["observations"]["sha256"]
    assert again["inputs"]["plan"] == told["inputs"]["plan"]


def test_the_day_of_the_editions_is_told(sample):
    known = sample._replace(as_of=pd.Timestamp("2008-06-30"))
    text = manifest(known, lang="en", divide_by="gdp", inputs={}, files={}, refused={}, outputs={})
    assert json.loads(text)["as_of"] == "2008-06-30"
