"""Sheets are read as they are shown, whoever saved them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from chenzhou_indicators.errors import TableError
from chenzhou_indicators.io.observations import read_observations, write_observations

HEADER = ["指标", "地区", "年份", "数值", "单位", "发布日期", "状态", "来源"]
ROW = ["rd_intensity", "431000", 2007, 0.92, "%", "2008-03-31", "初步数", "统计公报"]
SHEET = "xl/worksheets/sheet1.xml"
Maker = Callable[..., pd.DataFrame]


def made(
    path: Path, fill: Callable[[Any, Any], object] = lambda *_: None, *, top: int = 0, left: int = 0
) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(top, left, HEADER)
        sheet.write_row(top + 1, left, ROW)
        fill(sheet, book)
    return path


def edited(path: Path, member: str, change: Callable[[str], str]) -> Path:
    """Change the XML of one member of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member].decode()).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    path.write_bytes(stream.getvalue())
    return path


def calculated(path: Path) -> Path:
    """Make a workbook one that was calculated and saved: it no longer asks for it when it is opened."""
    return edited(path, "xl/workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))


def test_numbers_stand_for_codes_years_and_values(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet, _: sheet.write_number(1, 1, 431000))
    row = read_observations(path).iloc[0]
    assert (row["area"], row["year"], row["value"]) == ("431000", 2007, 0.92)


def test_a_date_cell_is_a_day(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.xlsx",
        lambda sheet, book: sheet.write_datetime(
            1, 5, datetime(2008, 3, 31), book.add_format({"num_format": "yyyy年m月d日"})
        ),
    )
    assert read_observations(path)["released"][0] == pd.Timestamp("2008-03-31")


def test_a_date_cell_counted_from_1904_is_the_same_day(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_datetime(1, 5, datetime(2008, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert read_observations(path)["released"][0] == pd.Timestamp("2008-03-31")


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0 %", "[Red]0%"])
def test_a_percentage_reads_as_it_is_shown_and_not_a_hundredth_of_it(code: str, tmp_path: Path) -> None:
    # Typed as 0.92%, a sheet holds 0.0092.
    path = made(
        tmp_path / "a.xlsx",
        lambda sheet, book: sheet.write_number(1, 3, 0.0092, book.add_format({"num_format": code})),
    )
    assert read_observations(path)["value"].tolist() == [0.92]


def test_a_percent_sign_in_quotes_multiplies_nothing(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.xlsx",
        lambda sheet, book: sheet.write_number(1, 3, 0.92, book.add_format({"num_format": '0.00"%"'})),
    )
    assert read_observations(path)["value"].tolist() == [0.92]


def test_a_calculated_formula_is_its_value(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet, _: sheet.write_formula(1, 3, "=0.9+0.02", None, 0.92))
    calculated(path)
    assert read_observations(path)["value"].tolist() == [0.92]


def test_a_formula_that_found_nothing_to_show_is_an_empty_cell(tmp_path: Path) -> None:
    path = calculated(made(tmp_path / "a.xlsx"))
    edited(
        path,
        SHEET,
        lambda xml: xml.replace('<c r="D2"><v>0.92</v>', '<c r="D2" t="str"><f>IF(1,"","")</f><v></v>'),
    )
    assert read_observations(path)["value"].isna().tolist() == [True]


def test_a_workbook_with_prefixed_names_is_looked_through_as_well(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx")

    def prefixed(xml: str) -> str:
        xml = xml.replace('<c r="D2"><v>0.92</v>', '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v>')
        for tag in ("worksheet", "sheetData", "row", "c", "v", "f"):
            xml = xml.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
            xml = xml.replace(f"</{tag}>", f"</x:{tag}>")
        return xml.replace("xmlns=", "xmlns:x=")

    edited(path, SHEET, prefixed)
    with pytest.raises(TableError, match=r"cell D2 \(数值\): shows an error"):
        read_observations(path)


def test_a_table_may_begin_away_from_the_corner(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet, _: sheet.write(6, 5, "x"), top=4, left=2)
    with pytest.raises(TableError, match=r"cell F7 \(数值\): “x” is not a number"):
        read_observations(path)
    assert len(read_observations(made(tmp_path / "b.xlsx", top=4, left=2))) == 1


def test_only_format_and_no_content_is_nothing_however_far_out(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.xlsx",
        lambda sheet, book: sheet.write_blank(1048575, 16383, None, book.add_format({"bold": True})),
    )
    assert len(read_observations(path)) == 1


def test_a_sheet_is_chosen_by_title_or_place(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title, value in (("上年", 0.8), ("本年", 0.92)):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, [*ROW[:3], value, *ROW[4:]])
        book.add_worksheet("说明")
    assert read_observations(path, sheet="本年")["value"].tolist() == [0.92]
    assert read_observations(path, sheet=0)["value"].tolist() == [0.8]
    with pytest.raises(TableError, match="说明 is empty"):
        read_observations(path, sheet="说明")


def test_the_only_filled_sheet_needs_no_choice(tmp_path: Path) -> None:
    assert len(read_observations(made(tmp_path / "a.xlsx", lambda _, book: book.add_worksheet("空")))) == 1


def test_line_breaks_in_a_cell_become_blanks(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", lambda sheet, _: sheet.write_string(1, 7, "统计\n公报"))
    assert read_observations(path)["source"].tolist() == ["统计 公报"]


def test_a_workbook_named_by_the_other_ending_is_read_by_what_it_is(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx")
    assert len(read_observations(path.rename(tmp_path / "a.xls"))) == 1


def test_what_is_written_is_text_and_numbers_and_days(observations: Maker, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    frame = observations(value=0.1 + 0.2, released="2008-03-31", source="=HYPERLINK(1)")
    write_observations(frame, path)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(SHEET).decode()
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert "<v>0.30000000000000004</v>" in xml
    assert "<v>39538</v>" in xml  # days from 1899-12-30 to 2008-03-31
