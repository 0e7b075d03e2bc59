"""Sources are numbered once, definitions are those of the catalogue."""

from __future__ import annotations

import chenzhou_indicators as ci
from chenzhou_indicators.report.evidence import definitions, numbered_sources, sources


def test_every_source_has_one_number_and_those_of_verdicts_come_first(sample):
    numbers = numbered_sources(sample)
    assert [*numbers.values()] == [*range(1, len(numbers) + 1)]
    first = sample.verdicts["source"].dropna().unique()
    assert [*numbers][: len(first)] == [*first]
    compared = sample.years.figures
    every = [sample.figures["source"], compared["source"], compared["source_before"]]
    assert all(column.dropna().isin(numbers).all() for column in every)


def test_a_source_tells_its_editions_its_figures_and_how_firm_they_are(sample):
    listed = sources(sample).set_index("source")
    assert [*listed["number"]] == [*range(1, len(listed) + 1)]
    assert listed["figures"].sum() == len(sample.figures)
    for source, rows in sample.figures.groupby("source"):
        told = listed.loc[source]
        assert told["figures"] == len(rows)
        assert (told["first_released"], told["latest_released"]) == (
            rows["released"].min(),
            rows["released"].max(),
        )
    assert listed.loc["illustrative: scripts/make_sample.py", "obs_status"] == "illustrative"
    computed = listed[listed.index.str.startswith("derived")]
    assert len(computed)
    assert computed[["figures", "obs_status"]].isna().all(axis=None)


def test_the_definitions_are_those_of_every_indicator_the_report_needs(sample, plan):
    for lang, column in (("zh", "definition_zh"), ("en", "definition")):
        told = definitions(sample, lang).set_index("indicator")
        assert {*plan.targets["indicator"]} <= {*told.index}
        catalogue = ci.load_indicators().set_index("indicator").loc[told.index]
        assert told["definition"].tolist() == catalogue[column].tolist()
        assert told["name"].tolist() == catalogue[f"name_{lang}"].tolist()


def test_without_figures_there_is_no_source(plan):
    from chenzhou_indicators.report.contents import calculated

    empty = calculated(ci.load_sample("observations").iloc[:0], plan, year=2007)
    assert sources(empty).empty
