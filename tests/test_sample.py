"""The sample is what its README says: sound tables, sums that add up, inventions that say so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import chenzhou_indicators as ci
from chenzhou_indicators.doors import checked
from chenzhou_indicators.errors import UnknownNameError
from chenzhou_indicators.sample import SAMPLES, sample_file
from chenzhou_indicators.schemas import Accounts, Firms, Observations
from chenzhou_indicators.units import convert

ROOT = Path(__file__).parents[1]
SCHEMAS = {"observations": Observations, "published": Observations, "firms": Firms, "accounts": Accounts}
AREAS = ci.load_areas().set_index("area")
# What the counties of the city add up to, by the README of the sample.
ADDITIVE = [
    *("gdp", "rd_expenditure", "hightech_output", "patent_applications", "st_achievements"),
    "registered_population",
]


@pytest.fixture(scope="module")
def latest() -> pd.DataFrame:
    """Give the latest editions with every value in the unit of the catalogue, and its area's level."""
    rows = ci.latest_vintage(ci.load_sample("observations"))
    units = ci.load_indicators().set_index("indicator")["unit"]
    parts = [
        group.assign(value=convert(group["value"], group["unit"], units[name]))
        for name, group in rows.groupby("indicator")
    ]
    together = pd.concat(parts)
    return together.assign(
        level=together["area"].map(AREAS["level"]), parent=together["area"].map(AREAS["parent"])
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_loads_with_its_schema(name: str) -> None:
    frame = ci.load_sample(name)
    pd.testing.assert_frame_equal(checked(frame, SCHEMAS[name]), frame)
    assert len(frame)


# Rows, and real rows among them, by the table in the README of the sample.
@pytest.mark.parametrize(
    ("name", "rows", "real"),
    [("published", 339, 339), ("observations", 624, 40), ("firms", 1124, 0), ("accounts", 51, 40)],
)
def test_a_sample_has_as_many_real_rows_as_its_readme_says(name: str, rows: int, real: int) -> None:
    frame = ci.load_sample(name)
    assert len(frame) == rows
    assert (frame["obs_status"] != "illustrative").sum() == real


@pytest.mark.parametrize("name", ["observations", "published"])
def test_codes_and_units_of_a_sample_are_those_of_the_catalogues(name: str) -> None:
    frame = ci.load_sample(name)
    units = ci.load_indicators().set_index("indicator")["unit"]
    assert set(frame["area"]) <= set(AREAS.index)
    assert set(frame["indicator"]) <= set(units.index)
    for (indicator, unit), rows in frame.groupby(["indicator", "unit"]):
        assert (
            convert(rows["value"], rows["unit"], units[indicator]).notna().sum()
            == rows["value"].notna().sum()
        ), unit


def test_invented_rows_say_so_in_status_and_source() -> None:
    for name in ("observations", "accounts"):
        frame = pd.read_csv(sample_file(name), dtype="str")
        invented = frame["obs_status"] == "illustrative"
        assert (frame["source"].str.startswith("illustrative") == invented).all(), name
    assert set(ci.load_sample("firms")["obs_status"]) == {"illustrative"}
    assert "illustrative" not in set(ci.load_sample("published")["obs_status"])


def test_real_rows_of_the_observations_are_rows_of_the_published_figures() -> None:
    observations, published = (
        pd.read_csv(sample_file(name), dtype="str", keep_default_na=False)
        for name in ("observations", "published")
    )
    real = observations[observations["obs_status"] != "illustrative"]
    found = real.merge(published, how="left", indicator=True)
    assert (found["_merge"] == "both").all()
    assert len(found) == 40


@pytest.mark.parametrize("indicator", ADDITIVE)
def test_counties_add_up_to_the_city(latest: pd.DataFrame, indicator: str) -> None:
    rows = latest[latest["indicator"] == indicator]
    city = rows[rows["area"] == "431000"].set_index("year")["value"]
    counties = rows[rows["level"] == "county"].groupby("year")["value"].agg(["sum", "size"])
    assert counties.index.tolist() == list(range(2005, 2011))
    assert (counties["size"] == 11).all()
    assert counties["sum"].to_numpy() == pytest.approx(city[counties.index].to_numpy(), rel=1e-9)


def test_villages_of_the_counties_add_up_to_the_citys_in_2007(latest: pd.DataFrame) -> None:
    rows = latest[(latest["indicator"] == "demonstration_villages") & (latest["year"] == 2007)]
    assert (
        rows.loc[rows["level"] == "county", "value"].sum()
        == rows.loc[rows["area"] == "431000", "value"].sum()
    )


def test_rd_of_2007_adds_up_in_its_first_edition_too() -> None:
    first = ci.as_of(ci.load_sample("observations"), "2008-03-31")
    rows = first[(first["indicator"] == "rd_expenditure") & (first["year"] == 2007)].set_index("area")[
        "value"
    ]
    counties = rows[rows.index.map(AREAS["level"]) == "county"]
    assert rows["431000"] == 5.8648  # the README: 5.8648, then 5.9848
    assert counties.sum() == pytest.approx(5.8648, rel=1e-9)


def test_parks_lie_inside_their_county_together(latest: pd.DataFrame) -> None:
    keys = ["indicator", "parent", "year"]
    parks = latest[latest["level"] == "park"].groupby(keys)["value"].sum()
    counties = latest[latest["level"] == "county"].set_index(["indicator", "area", "year"])["value"]
    around = counties.reindex(parks.index.set_names(["indicator", "area", "year"]))
    assert around.notna().all()
    assert (parks.to_numpy() <= around.to_numpy()).all()


def test_rd_over_gdp_follows_from_its_parts_and_is_not_given() -> None:
    rows = ci.load_sample("observations")
    assert "rd_intensity" not in set(rows["indicator"])
    derived = ci.derive(ci.latest_vintage(rows)).query("indicator == 'rd_intensity' and area == '431000'")
    # 4.3699 / 546.2338 = 0.80 % in 2006 and 5.9848 / 650.5242 = 0.92 % in 2007.
    assert derived.set_index("year")["value"].loc[[2006, 2007]].round(4).tolist() == [0.8, 0.92]


def test_rd_of_a_countys_firms_stays_below_the_countys(latest: pd.DataFrame) -> None:
    firms = (
        ci.load_sample("firms").groupby(["area", "year"])["rd_expenditure"].sum() / 10_000
    )  # 100 million yuan
    counties = latest[latest["indicator"] == "rd_expenditure"].set_index(["area", "year"])["value"]
    assert (firms < counties.reindex(firms.index)).all()


def test_firms_stand_once_a_year_and_never_change_class() -> None:
    firms = ci.load_sample("firms")
    assert firms["firm"].nunique() == 300
    assert not firms.duplicated(["firm", "year"]).any()
    assert (firms.groupby("firm")["firm_class"].nunique() == 1).all()


def test_the_invented_files_are_what_their_script_makes() -> None:
    script = ROOT / "scripts" / "make_sample.py"
    run = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_an_unknown_sample_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownNameError, match=r"no sample firm \(did you mean firms\?\)"):
        ci.load_sample("firm")
