"""The scorecard as files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.charts.labels import word
from chenzhou_indicators.errors import ArgumentError
from chenzhou_indicators.report import scorecard


@pytest.fixture(scope="module")
def plan():
    return ci.load_plan("chenzhou-2007")


@pytest.fixture(scope="module")
def verdicts(plan):
    return ci.assess(ci.load_sample("observations"), plan.targets, year=2007, firms=ci.load_sample("firms"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_holds_every_verdict_in_one_language(verdicts, lang):
    table = scorecard.scorecard_table(verdicts, lang=lang)
    assert len(table) == len(verdicts) == 45
    assert table[word("column", "actual", lang)].tolist() == pytest.approx(
        verdicts["actual"].tolist(), nan_ok=True
    )
    other = {"zh": "missed", "en": "未完成"}[lang]
    assert not table.astype(str).eq(other).any(axis=None)


def test_the_folder_holds_table_and_pictures(verdicts, plan, tmp_path):
    folder = tmp_path / "2007"
    written = scorecard.write_scorecard(verdicts, plan, folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "scorecard.csv",
        "scorecard.png",
        "scorecard.svg",
    ]
    assert sorted(written) == sorted(folder.iterdir())
    table = pd.read_csv(folder / "scorecard.csv", encoding="utf-8-sig", dtype=str)
    assert len(table) == 45
    assert table.loc[table["目标"] == "st_achievements", "实际"].item() == "118"


def test_two_equal_runs_give_equal_files(verdicts, plan, tmp_path):
    for name in ("a", "b"):
        scorecard.write_scorecard(verdicts, plan, tmp_path / name)
    for file in ("scorecard.csv", "scorecard.png", "scorecard.svg"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_the_svg_needs_no_font_where_it_is_read(verdicts, plan, tmp_path):
    scorecard.write_scorecard(verdicts, plan, tmp_path)
    assert "<text" not in (tmp_path / "scorecard.svg").read_text(encoding="utf-8")


def test_other_files_in_the_folder_are_left_alone(verdicts, plan, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    scorecard.write_scorecard(verdicts, plan, tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_report_that_fails_leaves_nothing(verdicts, plan, tmp_path, monkeypatch):
    (tmp_path / "scorecard.csv").write_text("last year's", encoding="utf-8")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scorecard, "plot_scorecard", fail)
    with pytest.raises(ArgumentError, match="No space left"):
        scorecard.write_scorecard(verdicts, plan, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["scorecard.csv"]
    assert (tmp_path / "scorecard.csv").read_text(encoding="utf-8") == "last year's"


def test_what_cannot_be_replaced_leaves_everything_as_it_was(verdicts, plan, tmp_path):
    (tmp_path / "scorecard.csv").write_text("last year's", encoding="utf-8")
    (tmp_path / "scorecard.svg").mkdir()
    with pytest.raises(ArgumentError, match="no ordinary file"):
        scorecard.write_scorecard(verdicts, plan, tmp_path)
    assert (tmp_path / "scorecard.csv").read_text(encoding="utf-8") == "last year's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scorecard.csv", "scorecard.svg"]


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("moves", range(1, 5))
def test_an_end_midway_brings_back_what_stood_there(verdicts, plan, tmp_path, monkeypatch, failure, moves):
    # one old file is set aside, then three new ones are put in place: the run ends at each of these moves
    (tmp_path / "scorecard.csv").write_text("last year's", encoding="utf-8")
    move, made = Path.replace, []

    def fail_once(path: Path, target: Path) -> Path:
        made.append(path)
        if len(made) == moves:
            raise failure
        return move(path, target)

    monkeypatch.setattr(Path, "replace", fail_once)
    with pytest.raises((ArgumentError, KeyboardInterrupt)):
        scorecard.write_scorecard(verdicts, plan, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["scorecard.csv"]
    assert (tmp_path / "scorecard.csv").read_text(encoding="utf-8") == "last year's"


def test_text_that_looks_like_a_formula_is_written_as_text(verdicts, plan, tmp_path):
    scorecard.write_scorecard(verdicts.assign(name_zh="=HYPERLINK(1)"), plan, tmp_path)
    table = pd.read_csv(tmp_path / "scorecard.csv", encoding="utf-8-sig", dtype=str)
    assert set(table["目标名称"]) == {"'=HYPERLINK(1)"}
    assert table["差距"].str.startswith("-").any()  # numbers are numbers


def test_a_promise_without_a_number_says_so(verdicts, plan, tmp_path):
    scorecard.write_scorecard(verdicts, plan, tmp_path)
    table = pd.read_csv(tmp_path / "scorecard.csv", encoding="utf-8-sig", dtype=str).set_index("目标")
    assert "没有给出数字" in table.loc["rd_intensity_rise", "备注"]


def test_a_folder_that_is_a_file_is_refused(verdicts, plan, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ArgumentError, match="cannot be written"):
        scorecard.write_scorecard(verdicts, plan, tmp_path / "out")
