"""Reading tables of accounts."""

from __future__ import annotations

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.errors import ArgumentError, TableError

HEAD = "地区,年份,产出,资本存量,劳动力"
SHARED = f"{HEAD},劳动者报酬占比"


@pytest.fixture
def file(tmp_path):
    def make(*rows: str, head: str = HEAD, name: str = "accounts.csv"):
        path = tmp_path / name
        path.write_text("\n".join([head, *rows]), encoding="gb18030")
        return path

    return make


def test_the_sample_reads_back_as_it_was_written(tmp_path):
    accounts, path = ci.load_sample("accounts"), tmp_path / "accounts.csv"
    accounts.to_csv(path, index=False)
    assert ci.read_accounts(path).equals(accounts)


def test_the_sample_reads_back_from_a_workbook_that_shows_shares_in_percent(tmp_path):
    accounts, path = ci.load_sample("accounts").query("area == '431000'"), tmp_path / "accounts.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        accounts.to_excel(book, index=False)
        percent = book.book.add_format({"num_format": "0.0%"})
        book.sheets["Sheet1"].set_column("F:F", 9, percent)
        for row, share in enumerate(accounts["labour_share"], start=1):
            book.sheets["Sheet1"].write_number(row, 5, share, percent)
    pd.testing.assert_frame_equal(ci.read_accounts(path), accounts.reset_index(drop=True))


def test_chinese_headings_names_and_missing_marks(file):
    rows = ['郴州市,2006年,"1,000",２０００,50', "431000,2007,—,,…"]
    accounts = ci.read_accounts(file(*rows))
    assert accounts["area"].tolist() == ["431000", "431000"]
    assert accounts.loc[0, ["output", "capital", "labour"]].tolist() == [1000, 2000, 50]
    assert accounts.loc[1, ["output", "capital", "labour"]].isna().all()
    assert [*accounts.columns] == ["area", "year", "output", "capital", "labour"]


@pytest.mark.parametrize(("written", "read"), [("0.52", 0.52), ("52%", 0.52), ("52.0％", 0.52), ("1", 1.0)])
def test_a_labour_share_is_a_fraction_and_with_a_percent_sign_a_percentage(file, written, read):
    accounts = ci.read_accounts(file(f"郴州市,2007,1,1,1,{written}", head=SHARED))
    assert accounts["labour_share"].tolist() == [read]


def test_a_year_of_which_nothing_is_known_needs_neither_status_nor_source(file):
    head = f"{SHARED},状态,来源"
    accounts = ci.read_accounts(
        file("郴州市,2006,1,1,1,0.5,最终数,统计局", "郴州市,2007,,,,,,", "郴州市,2008,,,,—,—,—", head=head)
    )
    assert accounts["obs_status"].isna().tolist() == [False, True, True]
    assert accounts["source"].isna().tolist() == [False, True, True]
    assert accounts["labour_share"].isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("郴州,2007,1,1,1,0.5", "column 地区: 郴州 is not in the area catalogue (did you mean 郴州市?)"),
        (",2007,1,1,1,0.5", "column 地区: empty"),
        ("郴州市,207,1,1,1,0.5", "column 年份: “207” is not a year"),
        ("郴州市,2007,一千,1,1,0.5", "column 产出: “一千” is not a number"),
        ("郴州市,2007,1,0,1,0.5", "column 资本存量: “0” is not above zero; leave the cell empty"),
        ("郴州市,2007,1,1,-3,0.5", "column 劳动力: “-3” is not above zero"),
        ("郴州市,2007,5%,1,1,0.5", "column 产出: “5%” has a percent sign"),
        ("郴州市,2007,1,1,1,52", "column 劳动者报酬占比: “52” is no share of a whole"),
        ("郴州市,2007,1,1,1,152%", "column 劳动者报酬占比: “152%” is no share of a whole"),
        ("郴州市,2007,1,1,1,-0.1", "column 劳动者报酬占比: “-0.1” is no share of a whole"),
    ],
)
def test_an_offending_cell_is_named(file, row, said):
    with pytest.raises(TableError) as caught:
        ci.read_accounts(file(row, head=SHARED))
    assert str(caught.value).startswith("accounts.csv is not a table of accounts (1 problem):")
    assert f"line 2, {said}" in str(caught.value)


def test_every_offender_is_listed_at_once(file):
    path = file("郴州市,2007,1,1,1", "431000,2007,2,2,2", "某地,2007,x,1,0")
    with pytest.raises(TableError) as caught:
        ci.read_accounts(path)
    assert len(caught.value.problems) == 4
    assert "lines 2 and 3: area 431000 more than once in 2007; keep one" in caught.value.problems


def test_a_misspelt_heading_is_refused_with_the_nearest(file):
    with pytest.raises(TableError, match=r"did you mean capital\?"):
        ci.read_accounts(file("郴州市,2007,1,1,1", head="area,year,output,captial,labour"))


def test_areas_of_ones_own_catalogue_are_read(file):
    areas = pd.DataFrame({"area": ["X1"], "name_zh": ["某地"], "name_en": ["Somewhere"]})
    assert ci.read_accounts(file("某地,2007,1,1,1"), areas=areas)["area"].tolist() == ["X1"]


@pytest.mark.parametrize("read", [ci.read_accounts, ci.read_firms])
def test_a_catalogue_that_lacks_a_column_is_refused(file, read):
    with pytest.raises(ArgumentError, match="areas= needs a DataFrame with the columns area, name_zh"):
        read(file("郴州市,2007,1,1,1"), areas=pd.DataFrame({"area": ["X1"]}))


@pytest.mark.parametrize("read", [ci.read_accounts, ci.read_firms])
def test_a_list_without_records_is_a_table_without_rows(tmp_path, read):
    path = tmp_path / "nothing.json"
    path.write_text("[]", encoding="utf-8")
    assert read(path).empty
