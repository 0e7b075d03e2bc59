"""Reading tables of firms."""

from __future__ import annotations

import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import TableError
from chenzhou_indicators.io.firms import read_firms

HEAD = "企业,地区,年份,企业类型,销售收入,研发投入"


@pytest.fixture
def file(tmp_path):
    def make(*rows: str, head: str = HEAD, name: str = "firms.csv"):
        path = tmp_path / name
        path.write_text("\n".join([head, *rows]), encoding="gb18030")
        return path

    return make


def test_the_sample_reads_back_as_it_was_written(tmp_path):
    firms, path = ci.load_sample("firms"), tmp_path / "firms.csv"
    firms.to_csv(path, index=False)
    assert read_firms(path).equals(firms)


def test_chinese_headings_names_and_missing_marks(file):
    firms = read_firms(file('甲,北湖区,2007年,高新技术企业,"1,000",５２', "乙,431003,2007,tech,—,"))
    assert firms["firm_class"].tolist() == ["high_tech", "tech"]
    assert firms["area"].tolist() == ["431002", "431003"]
    assert firms["sales"].tolist()[0] == 1000
    assert firms[["sales", "rd_expenditure"]].isna().sum().tolist() == [1, 1]


def test_a_sheet_of_firms_without_a_status_has_none(file):
    assert "obs_status" not in read_firms(file("甲,北湖区,2007,tech,1,1"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "甲,北湖区,2007,国有企业,1,1",
            "line 2, column 企业类型: 国有企业 is not in the classes tech and high_tech",
        ),
        (
            "甲,北湖,2007,tech,1,1",
            "line 2, column 地区: 北湖 is not in the area catalogue (did you mean 北湖区?)",
        ),
        ("甲,北湖区,2007.5,tech,1,1", "line 2, column 年份"),
        ("甲,北湖区,2007,tech,一千,1", "line 2, column 销售收入: “一千” is not a number"),
        ("甲,北湖区,2007,tech,1,3%", "line 2, column 研发投入: “3%” has a percent sign"),
        (",北湖区,2007,tech,1,1", "line 2, column 企业: empty; write the firm's code or name"),
    ],
)
def test_an_offending_cell_is_named(file, row, said):
    with pytest.raises(TableError) as caught:
        read_firms(file(row))
    assert said in str(caught.value)


def test_every_offender_is_listed_at_once(file):
    path = file("甲,北湖区,2007,tech,1,1", "甲,北湖区,2007,tech,2,2", "乙,某地,2007,tech,x,1")
    with pytest.raises(TableError) as caught:
        read_firms(path)
    assert len(caught.value.problems) == 3
    assert "lines 2 and 3: firm 甲 more than once in 2007; keep one" in caught.value.problems


def test_a_misspelt_heading_is_refused_with_the_nearest(file):
    with pytest.raises(TableError, match="did you mean"):
        read_firms(file("甲,北湖区,2007,tech,1,1", head="firm,area,year,firm_class,sale,rd_expenditure"))
