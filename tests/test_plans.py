"""A plan file that is sound loads; one that is not is refused with file, target and key."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import DefinitionError, UnknownNameError

HEAD = """\
id = "own"
document = "own document no. 1"
issued = 2008-02-01
area = "431000"

[title]
zh = "自拟计划"
en = "A plan of my own"
"""
LEVEL = """
[[targets]]
target = "patents"
name_zh = "专利申请"
name_en = "Patent applications"
indicator = "patent_applications"
form = "level"
minimum = 500
unit = "count"
scope = "city"
due = 2008
commitment = "achieve"
clause = "1"
"""
GROWTH = """
[[targets]]
target = "output"
name_zh = "高新技术产值"
name_en = "High-tech output"
indicator = "hightech_output"
form = "growth"
minimum = 0.3
unit = "fraction"
scope = "city"
due = 2008
commitment = "achieve"
clause = "2"
"""
LEAD = """
[[targets]]
target = "lead"
name_zh = "财政科技投入"
name_en = "Public spending on science"
indicator = "fiscal_st_expenditure"
against = "general_budget_revenue"
form = "lead"
minimum = 2
unit = "percentage points"
scope = "city"
due = 2008
commitment = "ensure"
clause = "3"
"""
FIRMS = """
[[targets]]
target = "firms"
name_zh = "企业研发"
name_en = "R&D of firms"
indicator = "firm_rd_intensity"
form = "level"
minimum = 3
unit = "%"
scope = "each_firm"
firm_class = ["tech"]
due = 2008
commitment = "strive"
clause = "4"
"""

Written = Callable[..., Path]


@pytest.fixture
def plan_file(tmp_path: Path) -> Written:
    """Write a plan file: ``plan_file(HEAD, LEVEL)``."""

    def write(*parts: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text("".join(parts), encoding="utf-8")
        return path

    return write


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


# --- what loads ----------------------------------------------------------------------------------


def test_an_analysts_own_plan_file_loads(plan_file: Written) -> None:
    plan = ci.load_plan(plan_file(HEAD, LEVEL, GROWTH, LEAD, FIRMS))
    assert (plan.id, plan.document, plan.issued) == ("own", "own document no. 1", datetime.date(2008, 2, 1))
    assert plan.title.zh == "自拟计划"
    assert plan.title.en == "A plan of my own"
    targets = plan.targets.set_index("target")
    assert targets["minimum"].to_dict() == {"patents": 500, "output": 0.3, "lead": 2, "firms": 3}
    assert set(targets["plan"]) == {"own"}


def test_a_path_may_be_text(plan_file: Written) -> None:
    assert ci.load_plan(str(plan_file(HEAD, LEVEL))).id == "own"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(HEAD + LEVEL, encoding="utf-8-sig")
    assert ci.load_plan(path).id == "own"


def test_keys_left_out_are_missing_and_strict_is_false(plan_file: Written) -> None:
    row = ci.load_plan(plan_file(HEAD, LEVEL)).targets.iloc[0]
    for key in ("maximum", "stretch", "against", "firm_class", "baseline_year", "note_zh"):
        assert row.isna()[key], key
    assert not row["strict"]


def test_a_target_is_owed_by_the_plans_area_unless_it_names_its_own(plan_file: Written) -> None:
    of_suxian = changed(LEVEL, 'target = "patents"', 'target = "suxian"\narea = "431003"')
    targets = ci.load_plan(plan_file(HEAD, LEVEL, of_suxian)).targets
    assert targets["area"].tolist() == ["431000", "431003"]


def test_one_target_may_stand_once_for_each_area(plan_file: Written) -> None:
    parts = [changed(LEVEL, "due = 2008", f'due = 2008\narea = "{area}"') for area in ("431002", "431003")]
    assert len(ci.load_plan(plan_file(HEAD, *parts)).targets) == 2


@pytest.mark.parametrize("unit", ["CNY", "10 000 CNY", "100 million CNY"])
def test_a_level_may_stand_in_any_unit_that_converts(plan_file: Written, unit: str) -> None:
    text = changed(changed(LEVEL, "patent_applications", "gdp"), '"count"', f'"{unit}"')
    assert ci.load_plan(plan_file(HEAD, text)).targets["unit"].tolist() == [unit]


def test_several_classes_of_firm_are_joined_by_a_comma(plan_file: Written) -> None:
    text = changed(FIRMS, '["tech"]', '["tech", "high_tech"]')
    assert ci.load_plan(plan_file(HEAD, text)).targets["firm_class"].tolist() == ["tech,high_tech"]


def test_a_plan_is_frozen() -> None:
    plan = ci.load_plan("chenzhou-2007")
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.id = "mine"  # type: ignore[misc]


def test_spoiling_the_targets_of_one_plan_leaves_the_next_load_alone() -> None:
    first = ci.load_plan("chenzhou-2007")
    first.targets["minimum"] = 0.0
    assert ci.load_plan("chenzhou-2007").targets["minimum"].iloc[0] == 10


def test_two_plans_compare_without_comparing_their_frames() -> None:
    plan = ci.load_plan("chenzhou-2007")
    assert plan == plan  # noqa: PLR0124
    assert plan != ci.load_plan("chenzhou-2010")


def test_the_shipped_plans_are_listed_with_the_number_of_their_targets() -> None:
    plans = ci.list_plans()
    assert plans["id"].tolist() == ["chenzhou-2007", "chenzhou-2010"]
    assert plans["targets"].tolist() == [24, 12]
    assert plans["document"].tolist() == ["郴政发〔2007〕6号", "郴科发〔2010〕1号"]
    assert plans["title"].iloc[0] == ci.load_plan("chenzhou-2007").title.zh


# --- what is refused -----------------------------------------------------------------------------


def test_an_unknown_id_names_the_nearest_plan_and_how_to_name_a_file() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean chenzhou-2007\?.*ends in \.toml"):
        ci.load_plan("chenzhou2007")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"nowhere\.toml: there is no such file"):
        ci.load_plan(tmp_path / "nowhere.toml")


def test_a_folder_is_no_plan_file(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="cannot be read"):
        ci.load_plan(tmp_path)


def test_a_file_that_is_not_toml_is_named(plan_file: Written) -> None:
    with pytest.raises(DefinitionError, match=r"own\.toml is not TOML: .*line 1"):
        ci.load_plan(plan_file("id: own\n"))


def test_a_file_in_another_encoding_is_to_be_saved_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes((HEAD + LEVEL).encode("gb18030"))
    with pytest.raises(DefinitionError, match=r"own\.toml is not UTF-8 text; save it as UTF-8"):
        ci.load_plan(path)


# The head, a change in it, and what the error says of it.
HEAD_FAULTS = {
    "no id": ('id = "own"\n', "", r"  - id: missing"),
    "no document": ('document = "own document no. 1"\n', "", r"  - document: missing"),
    "empty document": ('"own document no. 1"', '" "', r"  - document: empty"),
    "day as text": ("2008-02-01", '"2008-02-01"', r"  - issued: '2008-02-01' is not a date like 2007-03-21"),
    "moment for a day": (
        "2008-02-01",
        "2008-02-01T08:00:00",
        r"  - issued: .* is not a date like 2007-03-21",
    ),
    "code as number": ('"431000"', "431000", r"  - area: 431000 is not text in quotes"),
    "unknown area": ('"431000"', '"439999"', r"  - area: 439999 is not in the area catalogue"),
    "unknown key": ("document =", 'publishr = "x"\ndocument =', r"  - publishr: .*did you mean publisher\?"),
    "no English title": ('en = "A plan of my own"\n', "", r"  - title\.en: missing"),
}


@pytest.mark.parametrize(("old", "new", "said"), HEAD_FAULTS.values(), ids=HEAD_FAULTS)
def test_a_fault_in_the_head_is_refused_by_key(plan_file: Written, old: str, new: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=rf"own\.toml is not a plan \(1 problem\):\n{said}"):
        ci.load_plan(plan_file(changed(HEAD, old, new), LEVEL))


# A sound target, a change in it, and what the error says of it.
TARGET_FAULTS = {
    "missing key": (LEVEL, 'clause = "1"\n', "", "clause: missing"),
    "wrong type": (LEVEL, "minimum = 500", 'minimum = "500"', "minimum: '500' is not a number"),
    "truth for a number": (LEVEL, "minimum = 500", "minimum = true", "minimum: True is not a number"),
    "number for a truth": (
        LEVEL,
        "minimum = 500",
        "minimum = 500\nstrict = 1",
        "strict: 1 is not true or false",
    ),
    "year as text": (LEVEL, "due = 2008", 'due = "2008"', "due: '2008' is not a whole number"),
    "fractional year": (LEVEL, "due = 2008", "due = 2008.5", r"due: 2008\.5 is not a whole number"),
    "class as text": (FIRMS, '["tech"]', '"tech"', r"firm_class: 'tech' is not a list in \[ \]"),
    "empty name": (LEVEL, '"专利申请"', '""', "name_zh: empty"),
    "unknown key": (LEVEL, "minimum =", "minimun =", r"minimun: not a key .*did you mean minimum\?"),
    "unknown form": (
        LEVEL,
        '"level"',
        '"levels"',
        r"form: levels \(did you mean level\?\) is not one of level, ",
    ),
    "unknown scope": (LEVEL, '"city"', '"county"', "scope: county.* is not one of city, each_area"),
    "unknown commitment": (LEVEL, '"achieve"', '"promise"', "commitment: promise is not one of ensure, "),
    "no bound": (LEVEL, "minimum = 500\n", "", "minimum, maximum: neither is set"),
    "bounds crossed": (
        LEVEL,
        "minimum = 500",
        "minimum = 500\nmaximum = 400",
        "minimum 500 is above maximum 400",
    ),
    "no number": (
        LEVEL,
        "minimum = 500",
        "minimum = nan",
        "minimum, maximum, stretch: must be finite numbers",
    ),
    "infinite bound": (
        LEVEL,
        "minimum = 500",
        "maximum = inf",
        "minimum, maximum, stretch: must be finite numbers",
    ),
    "easy stretch": (
        LEVEL,
        "minimum = 500",
        "minimum = 500\nstretch = 450",
        "stretch 450 is easier than the bound",
    ),
    "easy stretch of a ceiling": (
        LEVEL,
        "minimum = 500",
        "maximum = 500\nstretch = 550",
        "stretch 550 is easier than the bound",
    ),
    "growth in percent": (
        GROWTH,
        "minimum = 0.3",
        "minimum = 30",
        r"minimum 30: growth is a fraction, so that 30 % is 0\.30; this is 3000%",
    ),
    "year with a digit too few": (
        LEVEL,
        "due = 2008",
        "due = 207",
        "due: 207 is not a year from 1949 to 2100",
    ),
    "baseline in the due year": (
        LEVEL,
        "due = 2008",
        "due = 2008\nbaseline_year = 2008",
        "baseline_year: 2008 is not before due 2008",
    ),
    "baseline of a growth": (
        GROWTH,
        "due = 2008",
        "due = 2008\nbaseline_year = 2006",
        "baseline_year: a growth is counted from the year before",
    ),
    "class without each_firm": (
        LEVEL,
        "due = 2008",
        'due = 2008\nfirm_class = ["tech"]',
        "firm_class: goes with scope each_firm",
    ),
    "each_firm without class": (
        FIRMS,
        'firm_class = ["tech"]\n',
        "",
        "firm_class: goes with scope each_firm",
    ),
    "unknown class": (FIRMS, '["tech"]', '["tech", "big"]', "firm_class: big is not one of tech, high_tech"),
    "no class in the list": (FIRMS, '["tech"]', "[]", "firm_class: empty"),
    "growth of firms": (
        FIRMS,
        'form = "level"',
        'form = "growth"',
        "form: firms are judged by level or change",
    ),
    "firms by another indicator": (
        FIRMS,
        '"firm_rd_intensity"',
        '"rd_intensity"',
        "indicator: firms are judged by firm_rd_intensity, not by rd_intensity",
    ),
    "lead without a second indicator": (
        LEAD,
        'against = "general_budget_revenue"\n',
        "",
        "against: the second indicator goes with form lead",
    ),
    "second indicator without lead": (
        LEVEL,
        "due = 2008",
        'due = 2008\nagainst = "gdp"',
        "against: the second indicator goes with form lead",
    ),
    "unknown area": (LEVEL, "due = 2008", 'due = 2008\narea = "439999"', "area: 439999 is not in the area"),
    "unknown indicator": (
        LEVEL,
        '"patent_applications"',
        '"patent_application"',
        r"indicator: patent_application is not .*did you mean patent_applications\?",
    ),
    "unknown second indicator": (
        LEAD,
        '"general_budget_revenue"',
        '"general_budget_revenu"',
        r"against: general_budget_revenu .*did you mean general_budget_revenue\?",
    ),
    "growth of a ratio": (
        GROWTH,
        '"hightech_output"',
        '"rd_intensity"',
        "form: growth of rd_intensity means nothing, it is of kind ratio; use change",
    ),
    "growth of an index": (GROWTH, '"hightech_output"', '"cpi"', "form: growth of cpi means nothing"),
    "lead over a ratio": (LEAD, '"general_budget_revenue"', '"rd_intensity"', "form: growth of rd_intensity"),
    "wrong unit": (LEVEL, '"count"', '"persons"', "unit: persons does not fit a level .*; write count"),
    "growth not a fraction": (
        GROWTH,
        '"fraction"',
        '"%"',
        "unit: % does not fit a growth .*; write fraction",
    ),
    "points missed": (
        LEAD,
        '"percentage points"',
        '"%"',
        "unit: % does not fit a lead .*; write percentage points",
    ),
    "unknown unit": (LEVEL, '"count"', '"counts"', "unit: counts does not fit"),
}


@pytest.mark.parametrize(("sound", "old", "new", "said"), TARGET_FAULTS.values(), ids=TARGET_FAULTS)
def test_a_fault_in_a_target_is_refused_by_file_target_and_key(
    plan_file: Written, sound: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(DefinitionError, match=rf"own\.toml is not a plan(?s:.*)  - target 1 \(\w+\), {said}"):
        ci.load_plan(plan_file(HEAD, changed(sound, old, new)))


def test_a_target_without_a_name_is_called_by_its_number(plan_file: Written) -> None:
    nameless = changed(GROWTH, 'target = "output"\n', "")
    with pytest.raises(DefinitionError, match="  - target 2, target: missing"):
        ci.load_plan(plan_file(HEAD, LEVEL, nameless))


def test_an_id_that_is_no_text_is_refused_like_any_other_wrong_type(plan_file: Written) -> None:
    odd = changed(LEVEL, 'target = "patents"', 'target = ["patents"]')
    with pytest.raises(DefinitionError, match=r"target: \['patents'\] is not text in quotes"):
        ci.load_plan(plan_file(HEAD, odd))


def test_an_id_that_stands_twice_is_refused(plan_file: Written) -> None:
    with pytest.raises(DefinitionError, match="  - target patents: stands 2 times; give each its own id"):
        ci.load_plan(plan_file(HEAD, LEVEL, LEVEL))


def test_a_plan_without_targets_is_refused(plan_file: Written) -> None:
    with pytest.raises(DefinitionError, match="  - targets: missing"):
        ci.load_plan(plan_file(HEAD))


def test_an_empty_list_of_targets_is_refused(plan_file: Written) -> None:
    with pytest.raises(DefinitionError, match="  - targets: empty"):
        ci.load_plan(plan_file("targets = []\n", HEAD))


def test_targets_that_are_no_list_are_refused(plan_file: Written) -> None:
    with pytest.raises(DefinitionError, match=r"  - targets: .* is not a list in \[ \]"):
        ci.load_plan(plan_file(HEAD, LEVEL.replace("[[targets]]", "[targets]")))


def test_targets_that_are_words_are_refused_one_by_one(plan_file: Written) -> None:
    with pytest.raises(DefinitionError, match="  - target 2, not a table of keys") as refused:
        ci.load_plan(plan_file('targets = ["patents", "output"]\n', HEAD))
    assert len(refused.value.problems) == 2


def test_every_fault_of_a_file_is_listed_at_once(plan_file: Written) -> None:
    head = changed(HEAD, 'id = "own"\n', "")
    level = changed(changed(LEVEL, '"count"', '"persons"'), "minimum = 500", "minimum = 500\nmaximum = 1")
    lead = changed(LEAD, '"lead"\nminimum', '"leads"\nminimum')
    with pytest.raises(DefinitionError, match=r"is not a plan \(4 problems\)") as refused:
        ci.load_plan(plan_file(head, level, lead))
    assert [problem.partition(";")[0] for problem in refused.value.problems] == [
        "id: missing",
        "target 1 (patents), minimum 500 is above maximum 1",
        "target 1 (patents), unit: persons does not fit a level of patent_applications",
        "target 2 (lead), form: leads (did you mean lead?) is not one of level, growth, change, lead",
    ]
