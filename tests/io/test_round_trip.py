"""What was written reads back equal, in every format; and a file is replaced whole or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chenzhou_indicators.catalog import load_areas, load_indicators
from chenzhou_indicators.errors import ArgumentError, TableError
from chenzhou_indicators.io.files import replacing
from chenzhou_indicators.io.observations import read_observations, write_observations
from chenzhou_indicators.vocabulary import ObsStatus

Maker = Callable[..., pd.DataFrame]
FORMATS = [".csv", ".tsv", ".xlsx", ".ods", ".parquet", ".json"]

# --- tables of a city ----------------------------------------------------------------------------

OWN_UNITS = [tuple(row) for row in load_indicators()[["indicator", "unit"]].itertuples(index=False)]
SOURCES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=40,
).filter(lambda text: text == text.strip())
AWKWARD = [
    *("=1+1", "+1", "@x", "http://x", "00123", "NA", "—", "1e5", "TRUE", "2008-03-31", "#DIV/0!", "�"),
    *('"', '","', "'", "a,b;c d", "a  b   c", "_x0041_", "<b>&amp;", "统计公报，2008 年", "𠮷"),
]
ROWS = st.fixed_dictionaries({
    "measured": st.sampled_from(OWN_UNITS),
    "area": st.sampled_from(load_areas()["area"].tolist()),
    "year": st.integers(1949, 2100),
    "value": st.none() | st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9),
    "released": st.none() | st.dates(pd.Timestamp("1949-10-01").date(), pd.Timestamp("2100-12-31").date()),
    "obs_status": st.sampled_from([str(status) for status in ObsStatus]),
    "source": st.sampled_from(AWKWARD) | SOURCES,
})  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(
        st.lists(
            ROWS,
            max_size=8,
            unique_by=lambda row: (row["measured"], row["area"], row["year"], row["released"]),
        )
    )
    frame = pd.DataFrame(
        rows, columns=["measured", "area", "year", "value", "released", "obs_status", "source"]
    )
    return pd.DataFrame({
        "indicator": pd.Series([row["measured"][0] for row in rows], dtype="str"),
        "area": frame["area"].astype("str"),
        "year": frame["year"].astype("int64"),
        "value": frame["value"].astype("float64"),
        "unit": pd.Series([row["measured"][1] for row in rows], dtype="str"),
        "released": pd.to_datetime(frame["released"]).astype("datetime64[us]"),
        "obs_status": frame["obs_status"].astype("str"),
        "source": frame["source"].astype("str"),
    })  # fmt: skip


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_was_written_reads_back_equal(ending: str, data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / f"figures{ending}"
    written = data.draw(tables())
    before = written.copy()
    write_observations(written, path)
    read = read_observations(path)
    assert read.equals(written)
    assert read.dtypes.to_dict() == written.dtypes.to_dict()
    assert written.equals(before)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", FORMATS)
def test_every_awkward_text_comes_back(ending: str, observations: Maker, tmp_path: Path) -> None:
    frame = observations(*({"year": 1949 + n, "source": text} for n, text in enumerate(AWKWARD)))
    write_observations(frame, tmp_path / f"a{ending}")
    assert read_observations(tmp_path / f"a{ending}")["source"].tolist() == AWKWARD


@pytest.mark.parametrize("ending", FORMATS)
def test_every_digit_comes_back(ending: str, observations: Maker, tmp_path: Path) -> None:
    values = [
        0.1 + 0.2,
        1 / 3,
        5e-324,
        1.7976931348623157e308,
        -0.0,
        123456789012345678.0,
        2.0**53,
        1e-7,
        1e15,
    ]
    frame = observations(*({"year": 1949 + n, "value": value} for n, value in enumerate(values)))
    write_observations(frame, tmp_path / f"a{ending}")
    assert read_observations(tmp_path / f"a{ending}")["value"].tolist() == values


@pytest.mark.parametrize("ending", FORMATS)
def test_the_index_is_not_kept(ending: str, observations: Maker, tmp_path: Path) -> None:
    frame = observations({"year": 2006}, {"year": 2007}, {"year": 2008}).query("year != 2007")
    frame.index = pd.Index([7, 7])
    write_observations(frame, tmp_path / f"a{ending}")
    assert read_observations(tmp_path / f"a{ending}").equals(frame.reset_index(drop=True))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_day_before_the_first_of_a_spreadsheet_comes_back(
    ending: str, observations: Maker, tmp_path: Path
) -> None:
    days = [pd.Timestamp("1899-12-31"), pd.Timestamp("1900-02-28"), pd.Timestamp("1900-03-01"), pd.NaT]
    frame = observations(*({"released": day} for day in days))
    write_observations(frame, tmp_path / f"a{ending}")
    assert read_observations(tmp_path / f"a{ending}").equals(frame)


def test_an_ending_in_capitals_is_the_same_type(observations: Maker, tmp_path: Path) -> None:
    for ending in FORMATS:
        write_observations(observations(), tmp_path / f"A{ending.upper()}")
        assert len(read_observations(tmp_path / f"A{ending.upper()}")) == 1


def test_chinese_in_a_csv_opens_in_a_spreadsheet(observations: Maker, tmp_path: Path) -> None:
    write_observations(observations(source="统计公报"), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_blanks_side_by_side_are_marked_in_ods(observations: Maker, tmp_path: Path) -> None:
    # OpenDocument 1.3, part 3, 6.1.2: a reader runs blanks together unless they are <text:s/>.
    write_observations(observations(source="a  b   c"), tmp_path / "a.ods")
    with zipfile.ZipFile(tmp_path / "a.ods") as archive:
        assert archive.namelist()[0] == "mimetype"
        assert b"a <text:s/>b <text:s/> c" in archive.read("content.xml")


# --- what is not written -------------------------------------------------------------------------


def test_an_unknown_type_is_refused_with_those_known(observations: Maker, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"a\.doc: files of type \.doc .* \.csv, \.tsv, \.xlsx"):
        write_observations(observations(), tmp_path / "a.doc")
    with pytest.raises(ArgumentError, match=r"Excel 97 files are only read; write \.xlsx"):
        write_observations(observations(), tmp_path / "a.xls")


def test_further_columns_are_refused(observations: Maker, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="Columns no observations table has: remark, flag"):
        write_observations(observations(remark="x", flag=1), tmp_path / "a.csv")
    assert not [*tmp_path.iterdir()]


def test_a_time_of_day_is_refused_with_its_row(observations: Maker, tmp_path: Path) -> None:
    frame = observations({"year": 2006}, {"released": pd.Timestamp("2008-03-31 09:30")})
    with pytest.raises(TableError, match=r"is a day .*\n  - row 1: 2008-03-31 09:30:00"):
        write_observations(frame, tmp_path / "a.csv")


@pytest.mark.parametrize("source", ["", " padded", "two\nlines", "esc\x1b", "\ufeffmark"])
def test_a_text_that_would_not_come_back_is_refused(source: str, observations: Maker, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="column source"):
        write_observations(observations(source=source), tmp_path / "a.csv")


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_text_longer_than_a_cell_is_refused(ending: str, observations: Maker, tmp_path: Path) -> None:
    frame = observations({"year": 2006, "source": "x" * 32_767}, {"source": "长" * 32_768})
    with pytest.raises(TableError, match=r"32,767 characters:\n  - row 1: 32,768 characters"):
        write_observations(frame, tmp_path / f"a{ending}")
    write_observations(frame.iloc[:1], tmp_path / f"a{ending}")
    assert read_observations(tmp_path / f"a{ending}").equals(frame.iloc[:1])


def test_more_rows_than_a_sheet_has_are_refused(observations: Maker, tmp_path: Path) -> None:
    # 152 years of 6899 days of release: 1 048 648 rows, 73 more than fit below a header.
    days = pd.date_range("1990-01-01", periods=6899).astype("datetime64[us]")
    editions = pd.MultiIndex.from_product([range(1949, 2101), days], names=["year", "released"])
    frame = (
        observations().drop(columns=["year", "released"]).merge(editions.to_frame(index=False), how="cross")
    )
    with pytest.raises(TableError, match=r"1,048,648 rows do not fit on a sheet of 1,048,575"):
        write_observations(frame, tmp_path / "a.xlsx")


# --- whole or not at all -------------------------------------------------------------------------


@pytest.mark.parametrize("error", [RuntimeError("x"), OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_writer_that_fails_leaves_the_old_file_whole(error: BaseException, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("old")

    def fail() -> None:
        with replacing(path) as temporary:
            temporary.write_text("half of the ne")
            raise error

    with pytest.raises((type(error), ArgumentError)):
        fail()
    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_full_disk_is_told_and_leaves_the_old_file_whole(
    ending: str, observations: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"figures{ending}"
    write_observations(observations(value=1.0), path)
    old = path.read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ArgumentError, match=rf"figures\{ending} cannot be written: No space left on device"):
        write_observations(observations(value=2.0), path)
    assert path.read_bytes() == old
    assert [*tmp_path.iterdir()] == [path]


def test_a_missing_folder_is_told(observations: Maker, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="none: there is no such folder; make it first"):
        write_observations(observations(), tmp_path / "none" / "a.csv")
    assert not [*tmp_path.iterdir()]


def test_a_folder_is_not_overwritten(observations: Maker, tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ArgumentError, match=r"a\.csv is a folder; name a file in it"):
        write_observations(observations(), tmp_path / "a.csv")
    assert [*tmp_path.iterdir()] == [tmp_path / "a.csv"]


def test_a_file_that_stands_there_is_replaced_and_keeps_its_mode(observations: Maker, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o640)
    write_observations(observations(value=2.0), path)
    assert read_observations(path)["value"].tolist() == [2.0]
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(observations: Maker, tmp_path: Path) -> None:
    (tmp_path / "true.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "true.csv")
    write_observations(observations(), tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert len(read_observations(tmp_path / "true.csv")) == 1
