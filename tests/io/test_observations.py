"""The same figures read the same, however a file spells, heads and encodes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from chenzhou_indicators.io.observations import read_observations, write_observations

FILES = Path(__file__).parent / "files"
Maker = Callable[..., pd.DataFrame]


def wide(text: str) -> str:
    """Write a text in full-width characters."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


HEADERS = {
    "ours": "indicator,area,year,value,unit,released,obs_status,source",
    "Chinese": "指标,地区,年份,数值,单位,发布日期,状态,来源",
    "Chinese, longer": "指标名称,地区代码,年度,指标值,计量单位,公布日期,数据状态,数据来源",
    "SDMX": "INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,RELEASED,OBS_STATUS,SOURCE",
    "spelled freely": f"Indicator,ref area,{wide('YEAR')},Obs Value,Unit_Measure,released ,OBS status,source",
}
SPELLINGS = {
    "codes": "rd_intensity,431002,2007,0.92,%,2008-03-31,preliminary,统计公报",
    "Chinese": "全社会研发投入占GDP比重,北湖区,2007年,０．９２％,百分比,2008年3月31日,初步数,统计公报",
    "English": "R&D expenditure as a share of GDP,Beihu District,2007.0,0.92%,percent,2008/3/31,"
    "Preliminary,统计公报",
    "padded": " RD_Intensity , 431002 ,2007年度, +.92 ,per cent,20080331, PRELIMINARY , 统计公报 ",
    "full width": ",".join(
        wide(cell) for cell in ("rd_intensity", "431002", "2007", "9.2e-1", "%", "2008.3.31")
    )
    + ",初步数,统计公报",
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("heading", HEADERS)
def test_one_figure_is_the_same_in_every_guise(
    heading: str, spelling: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "guise.csv"
    path.write_bytes(f"{HEADERS[heading]}\r\n{SPELLINGS[spelling]}\r\n".encode(encoding))
    assert read_observations(path).iloc[0].to_dict() == {
        "indicator": "rd_intensity",
        "area": "431002",
        "year": 2007,
        "value": 0.92,
        "unit": "%",
        "released": pd.Timestamp("2008-03-31"),
        "obs_status": "preliminary",
        "source": "统计公报",
    }


def read_line(tmp_path: Path, **cells: str) -> pd.Series:
    """Read a file of one sound line, but for some cells."""
    line = dict(zip(HEADERS["ours"].split(","), SPELLINGS["codes"].split(","), strict=True)) | cells
    path = tmp_path / "line.csv"
    path.write_text(",".join(line) + "\n" + ",".join(f'"{cell}"' for cell in line.values()), encoding="utf-8")
    return read_observations(path).iloc[0]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "A.CSV"])
def test_lines_end_and_cells_part_as_they_like(
    separator: str, ending: str, name: str, tmp_path: Path
) -> None:
    lines = [HEADERS["Chinese"], SPELLINGS["codes"], SPELLINGS["codes"].replace("2007", "2006")]
    text = ending.join(lines).replace(",", separator)
    (tmp_path / name).write_bytes(text.encode())
    assert read_observations(tmp_path / name)["year"].tolist() == [2007, 2006]


@pytest.mark.parametrize(
    "mark", ["", " ", "-", "--", "—", "——", "–", "…", "……", "..", "...", "NA", "n/a", "NaN", "null", "－"]
)
def test_a_mark_for_missing_is_missing_and_never_zero(mark: str, tmp_path: Path) -> None:
    row = read_line(tmp_path, value=mark, released=mark)
    assert pd.isna(row["value"])
    assert row["released"] is pd.NaT


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("-0.5", -0.5),
        ("−0.5", -0.5),
        ("1,234", 1234.0),
        ("12,345,678.9", 12345678.9),
        ("１，２３４．５", 1234.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.5E-3", 0.0015),
        ("3.2%", 3.2),
        ("3.2 ％", 3.2),
        ("007", 7.0),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, value: float, tmp_path: Path) -> None:
    assert read_line(tmp_path, value=text)["value"] == value


def test_a_percent_sign_is_read_where_the_unit_is_points_of_a_percentage(tmp_path: Path) -> None:
    indicators = pd.DataFrame({
        "indicator": ["rise"], "name_zh": ["升幅"], "name_en": ["Rise"], "unit": ["percentage points"],
    })  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADERS['ours']}\n升幅,431000,2007,0.5%,个百分点,,final,own", encoding="utf-8")
    assert read_observations(path, indicators=indicators)["value"].tolist() == [0.5]


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("亿元", "100 million CNY"),
        ("万元", "10 000 CNY"),
        ("10,000 CNY", "10 000 CNY"),
        ("RMB", "CNY"),
        ("元", "CNY"),
    ],
)
def test_a_unit_is_read_by_any_of_its_names_and_the_value_stays(unit: str, code: str, tmp_path: Path) -> None:
    row = read_line(tmp_path, indicator="gdp", value="12", unit=unit)
    assert (row["unit"], row["value"]) == (code, 12.0)


def test_the_order_of_columns_does_not_matter_and_that_of_rows_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    names, first = HEADERS["ours"].split(","), SPELLINGS["codes"].split(",")
    second = [cell.replace("2007", "2006") for cell in first]
    path.write_text("\n".join(",".join(reversed(row)) for row in (names, first, second)), encoding="utf-8")
    read = read_observations(path)
    assert [*read.columns] == names
    assert read["year"].tolist() == [2007, 2006]
    assert [*read.index] == [0, 1]


def test_without_a_column_of_release_every_edition_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        HEADERS["ours"].replace("released,", "") + "\n" + SPELLINGS["codes"].replace("2008-03-31,", ""),
        encoding="utf-8",
    )
    read = read_observations(path)
    assert read["released"].isna().all()
    assert read["released"].dtype == "datetime64[us]"


def test_two_editions_of_a_figure_are_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    other = SPELLINGS["codes"].replace("2008-03-31", "2008-09-30")
    path.write_text("\n".join([HEADERS["ours"], SPELLINGS["codes"], other]), encoding="utf-8")
    assert read_observations(path)["released"].dt.month.tolist() == [3, 9]


def test_empty_lines_and_empty_columns_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"\n{HEADERS['ours']},,\n,,,,,,,,,\n\n{SPELLINGS['codes']},, \n\n", encoding="utf-8")
    assert len(read_observations(path)) == 1


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json", ".parquet", ".ods"])
def test_a_table_without_rows_keeps_its_types(ending: str, observations: Maker, tmp_path: Path) -> None:
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    none = observations().iloc[:0]
    write_observations(none, tmp_path / f"a{ending}")
    read = read_observations(tmp_path / f"a{ending}")
    assert len(read) == 0
    assert read.dtypes.to_dict() == none.dtypes.to_dict()


def test_own_catalogues_take_the_place_of_ours(tmp_path: Path) -> None:
    areas = pd.DataFrame({"area": ["X1"], "name_zh": ["某区"], "name_en": [None]})
    path = tmp_path / "a.csv"
    path.write_text(HEADERS["ours"] + "\n" + SPELLINGS["codes"].replace("431002", "某区"), encoding="utf-8")
    assert read_observations(path, areas=areas)["area"].tolist() == ["X1"]


def test_json_holds_numbers_or_texts_and_null_for_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    plain = dict(zip(HEADERS["ours"].split(","), SPELLINGS["codes"].split(","), strict=True))
    records = [
        plain | {"year": 2007, "value": 0.92},
        plain | {"year": 2006.0, "value": None, "released": None},
    ]
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    read = read_observations(path)
    assert read["year"].tolist() == [2007, 2006]
    assert read["value"].tolist()[0] == 0.92
    assert pd.isna(read["value"][1])


def test_parquet_holds_any_types_that_say_the_same(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame({
        "指标": pd.Categorical(["rd_intensity", "rd_intensity"]), "地区": [431002, 431002],
        "年份": [2007.0, 2006.0], "数值": pd.array([92, None], dtype="Int64"), "单位": ["%", "%"],
        "发布日期": [pd.Timestamp("2008-03-31").date(), None], "状态": ["final", "final"], "来源": ["a", "b"],
    }, index=[5, 9])  # fmt: skip
    frame.to_parquet(path)
    read = read_observations(path)
    assert read["year"].tolist() == [2007, 2006]
    assert read["area"].tolist() == ["431002", "431002"]
    assert read["value"][0] == 92.0
    assert pd.isna(read["value"][1])
    assert read["released"].tolist() == [pd.Timestamp("2008-03-31"), pd.NaT]


def test_an_old_workbook_reads_as_it_is_shown() -> None:
    read = read_observations(FILES / "figures.xls")
    assert read["indicator"].tolist() == ["gdp", "rd_intensity", "patent_applications", "patent_applications"]
    assert read["area"].tolist() == ["431000", "431000", "431002", "431003"]
    assert read["year"].tolist() == [2007] * 4
    assert read["value"].tolist()[:2] == [591.21, 0.92]
    assert pd.isna(read["value"][2])
    assert read["value"][3] == 412.0
    assert read["unit"].tolist() == ["100 million CNY", "%", "count", "count"]
    assert read["released"].tolist()[:2] == [pd.Timestamp("2008-03-31"), pd.Timestamp("2008-09-30")]
    assert read["released"].isna().tolist() == [False, False, True, True]
    assert read["source"][2] == "手工  录入"


def test_a_file_is_never_changed_by_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "figures.xls"
    content = (FILES / "figures.xls").read_bytes()
    path.write_bytes(content)
    read_observations(path, sheet="数据")
    assert path.read_bytes() == content
    assert [*tmp_path.iterdir()] == [path]
