"""Make the invented part of the sample, the same bytes on every machine.

The analyst of the sample has a city's published figures and, where none were published, invented ones.
This script reads the published figures (``data/sample/published.csv`` and the real rows of
``accounts.csv``), adds the invented ones and writes ``observations.csv``, ``firms.csv`` and
``accounts.csv``. Every number that shapes the story stands in a table below, with the reason beside it;
chance only blurs the shares of the counties and draws the firms.

    python scripts/make_sample.py            writes the three files
    python scripts/make_sample.py --check    compares them, and exits with 1 where one differs
"""

import argparse
import sys
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pandas as pd

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
INVENTED = "illustrative"
SOURCE = "illustrative: scripts/make_sample.py"
COLUMNS = ["indicator", "area", "year", "value", "unit", "released", "obs_status", "source"]

CITY = "431000"
YIZHANG = "431022"
SUXIAN = "431003"
CITY_YEARS = range(2004, 2011)
COUNTY_YEARS = range(2005, 2011)

# One stream of chance for each file, so that a change in one leaves the others alone. RandomState, not
# default_rng: numpy promises that its stream stays as it is from version to version.
SEED_OBSERVATIONS = 20070321  # the day of the document
SEED_FIRMS = 20070322
SEED_ACCOUNTS = 20070323

# --- what is taken over from the published figures ---------------------------------------------------

TAKEN_OVER = (
    "fixed_asset_investment",
    "gdp",
    "gdp_real_growth",
    "general_budget_revenue",
    "registered_population",
)
# Counties add up to one edition only, that of the city yearbook. The compilation after the 2018 census
# stays in published.csv, and so do editions without a date.
NOT_TAKEN_OVER = "296-city GDP compilation"

# --- the city ----------------------------------------------------------------------------------------

# Unit and decimals of every invented indicator.
FORMATS = {
    "gdp": ("100 million CNY", 4),
    "rd_expenditure": ("100 million CNY", 4),
    "hightech_output": ("100 million CNY", 2),
    "registered_population": ("10 000 persons", 3),
    "recurrent_fiscal_revenue": ("100 million CNY", 4),
    "fiscal_st_expenditure": ("100 million CNY", 4),
    "major_project_funds": ("100 million CNY", 4),
    "higher_level_st_funds": ("10 000 CNY", 0),
    "st_investment_attracted": ("10 000 CNY", 0),
    "st_contribution_rate": ("%", 1),
    "high_level_talents": ("persons", 0),
    "provincial_major_project": ("milestone", 0),
}
COUNTED = ("count", 0)  # every other indicator

# R&D in per cent of GDP, 2004 to 2010: a rise of 0.12 points in 2007, far from the path to 2 % in 2010,
# and a setback after the ice disaster of January 2008.
CITY_RD_INTENSITY = (0.61, 0.69, 0.80, 0.92, 0.79, 1.02, 1.19)

# First year, then one value a year; None is a row without a value: owed, not yet reported.
CITY_SERIES: dict[str, tuple[int, tuple[float | None, ...]]] = {
    # 2007: 77.50 / 62.50 is +24 %, short of 30 %. 2010: a little above 30 %.
    "hightech_output": (2004, (40.20, 50.10, 62.50, 77.50, 86.80, 108.50, 142.14)),
    # 2007: 412 of more than 400.
    "patent_applications": (2004, (198, 256, 331, 412, 438, 547, 690)),
    # 2007: 118 of 120, a near miss. 2010: 205 of 200.
    "st_achievements": (2004, (82, 93, 105, 118, 124, 161, 205)),
    # 2007: up by the 0.5 points that were promised, and no more.
    "st_contribution_rate": (2004, (42.9, 43.6, 44.3, 44.8, 45.0, 46.1, 47.0)),
    # 2007: +13 %. Below the published general budget revenue in every year.
    "recurrent_fiscal_revenue": (2004, (20.11, 23.35, 25.80, 29.154, 32.86, 40.20, 50.90)),
    # 2007: +21 %, eight points ahead of recurrent revenue.
    "fiscal_st_expenditure": (2004, (0.80, 0.87, 0.96, 1.1616, 1.22, 1.38, 1.60)),
    # 58, 64, 57, 74 and 66 % of public spending on science: the band of 60 to 70 % is left on both sides.
    "major_project_funds": (2006, (0.5568, 0.7434, 0.6954, 1.0212, 1.056)),
    "city_technology_centres": (2006, (9, 13, 11)),
    "provincial_engineering_centres": (2006, (1, 2, 1)),
    "innovation_industry_bases": (2006, (1, 2, 2)),
    "provincial_hightech_firms": (2006, (3, 4, 6)),  # 2007: 4 of 5
    "new_hightech_product_firms": (2006, (12, 17, 15)),
    # What the document of 2007 began has no figure for 2006.
    "informatization_pilot_firms": (2007, (10, 12)),
    "provincial_major_project": (2007, (0, 1)),  # listed a year late
    "top_innovative_firms": (2007, (10, 10)),
    "top_innovators": (2007, (10, 10)),
    "top_demonstration_towns": (2007, (None, 10)),
    # The work points for 2010. Funds (1300) and firms supported (40) fall short.
    "national_st_projects": (2009, (3, 6)),
    "provincial_key_st_projects": (2009, (8, 12)),
    "higher_level_st_funds": (2009, (980, 1240)),
    "st_investment_attracted": (2009, (850, 1150)),
    "ip_pilot_units": (2009, (22, 31)),
    "innovative_firms_supported": (2009, (30, 36)),
    "high_level_talents": (2009, (74, 108)),
    "innovation_alliances": (2009, (1, 2)),
    "new_rd_centres": (2009, (2, 4)),
    "new_hightech_firms": (2009, (7, None)),
}

# R&D of 2007 was first released without a laboratory in Suxian, 0.12 of 100 million yuan, and corrected
# half a year later. City and district move together, so that counties add up in both editions.
LATE_RD = 0.12
LATE_RD_RELEASED = "2008-09-30"

# --- the counties and parks --------------------------------------------------------------------------

# Weights in the city's totals, and R&D in per cent of GDP in 2006 and 2007. Against a straight line from
# 2006 to 2 % in 2010: Suxian is past 2 % (only with its late laboratory), Zixing on the line, Yongxing and
# Linwu fall back, the others rise too slowly.
COUNTIES = pd.DataFrame.from_dict(
    {
        # code: GDP, persons, high-tech output, patents, achievements, R&D 2006, R&D 2007
        "431002": (0.170, 33, 0.220, 0.300, 0.28, 1.02, 1.10),  # 北湖区
        "431003": (0.120, 36, 0.280, 0.200, 0.16, 1.62, 2.06),  # 苏仙区, host of two parks
        "431021": (0.150, 83, 0.120, 0.120, 0.13, 0.72, 0.80),  # 桂阳县
        "431022": (0.0986, 60, 0.040, 0.050, 0.06, 0.41, 0.45),  # 宜章县
        "431023": (0.130, 66, 0.110, 0.100, 0.10, 0.93, 0.90),  # 永兴县
        "431024": (0.060, 38, 0.030, 0.040, 0.04, 0.38, 0.40),  # 嘉禾县
        "431025": (0.060, 36, 0.020, 0.030, 0.03, 0.39, 0.35),  # 临武县
        "431026": (0.035, 38, 0.010, 0.015, 0.03, 0.22, 0.25),  # 汝城县
        "431027": (0.016, 19, 0.008, 0.010, 0.02, 0.25, 0.28),  # 桂东县
        "431028": (0.040, 43, 0.012, 0.015, 0.03, 0.27, 0.30),  # 安仁县
        "431081": (0.1204, 37, 0.150, 0.120, 0.12, 0.78, 1.15),  # 资兴市
    },
    orient="index",
    columns=[
        "gdp",
        "registered_population",
        "hightech_output",
        "patent_applications",
        "st_achievements",
        "rd_2006",
        "rd_2007",
    ],
)

# How far chance moves a county's weight from year to year, as a fraction. R&D is not moved in 2006 and
# 2007, the years whose verdicts the tables above decide.
BLUR = {
    "gdp": 0.015,
    "registered_population": 0.002,
    "hightech_output": 0.05,
    "patent_applications": 0.07,
    "st_achievements": 0.08,
    "rd_expenditure": 0.06,
}

# What a park holds of its county-level unit. The two parks of Suxian stay below it together.
PARKS = pd.DataFrame.from_dict(
    {
        "431002-P1": ("431002", 0.55, 0.45, 0.35),  # 郴州经济开发区
        "431003-P1": ("431003", 0.40, 0.38, 0.30),  # 郴州有色金属产业园区
        "431003-P2": ("431003", 0.25, 0.22, 0.12),  # 郴州出口加工区
    },
    orient="index",
    columns=["parent", "hightech_output", "rd_expenditure", "patent_applications"],
)
PARK_BLUR = 0.05

# Counts of 2007. NO_ROW leaves the row out, None leaves the value of the row empty.
NO_ROW = -1
COUNTS_2007 = pd.DataFrame.from_dict(
    {
        # code: key fields, demonstration villages, government meetings
        "431000": (NO_ROW, 12, 4),
        "431002": (2, 1, 3),
        "431003": (2, 1, 3),
        "431021": (2, 2, 2),
        "431022": (1, 1, 2),
        "431023": (2, 1, 2),
        "431024": (1, 1, 1),  # one meeting where two were owed
        "431025": (3, 1, 2),  # three fields where one or two were asked
        "431026": (1, 1, 2),
        "431027": (NO_ROW, 1, 2),  # never named its fields
        "431028": (1, 1, None),  # has not reported its meetings
        "431081": (2, 1, 3),
    },
    orient="index",
    columns=["county_key_fields", "demonstration_villages", "government_st_meetings"],
    dtype=float,
)

# --- the firms ---------------------------------------------------------------------------------------

FIRMS = 300  # spread over the counties like patent applications
FIRM_YEARS = range(2005, 2009)
HIGH_TECH_SHARE = 0.25
SALES_MEDIAN = {"tech": 1200.0, "high_tech": 3000.0}  # 10 000 yuan in 2007, before the county's scale
SALES_SPREAD = 0.9  # standard deviation of the logarithm
SALES_GROWTH = {2006: 0.18, 2007: 0.20, 2008: 0.05}
SALES_GROWTH_SPREAD = 0.12
# R&D in per cent of sales in 2007. With this spread a median of 3.9 leaves 70 % of firms above 3 %, and one
# of 5.7 leaves 60 % above 5 %.
INTENSITY_MEDIAN = {"tech": 3.9, "high_tech": 5.7}
INTENSITY_SPREAD = 0.5
INTENSITY_LEAST = 0.2
# Change of that intensity, mean and standard deviation in points; in 2007 four in ten rise by one point.
INTENSITY_CHANGE = {2006: (0.3, 0.5), 2007: (0.8, 0.9), 2008: (0.1, 0.7)}
# Firms do this much of a county's R&D in 2007, so that their sum stays inside it.
FIRMS_IN_COUNTY_RD = 0.65
LATE_ENTRY = {2006: 0.06, 2007: 0.05}  # share of firms whose first year this is
EARLY_EXIT = {2006: 0.03, 2007: 0.04}  # share of firms whose last year this is
GAP_SHARE = 0.02  # share of firms without the year 2006
NO_SALES_FIGURE, ZERO_SALES, NO_RD_FIGURE = 0.010, 0.006, 0.015  # shares of rows

# --- the accounts ------------------------------------------------------------------------------------

ACCOUNT_YEARS = range(2000, 2011)
CAPITAL_OUTPUT_RATIO = (1.6, 2.2)  # first and last year
LABOUR = (245.0, 260.0)  # 10 000 persons
LABOUR_SHARE = 0.52


def as_text(values: pd.Series, decimals: int) -> pd.Series:
    """Numbers as text with no more digits than they have; a missing one is empty."""

    def text(value: float) -> str:
        if pd.isna(value):
            return ""
        shown = f"{value:.{decimals}f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown

    return values.map(text)


def read_text(name: str) -> pd.DataFrame:
    """A sample file with every cell as it is written."""
    return pd.read_csv(SAMPLE / name, dtype=str, keep_default_na=False, encoding="utf-8")


def shares_to_whole(total: int, weights: pd.Series) -> pd.Series:
    """Whole numbers in proportion to the weights that add up to the total (largest remainder)."""
    exact = weights / weights.sum() * total
    whole: pd.Series = np.floor(exact).astype(int)
    left = total - int(whole.sum())
    winners = (exact - whole).sort_values(ascending=False, kind="stable").index[:left]
    whole.loc[winners] += 1
    return whole


def steps_in_one(indicator: str) -> float:
    """How many of the smallest step an indicator is written in make one of its unit."""
    _, decimals = FORMATS.get(indicator, COUNTED)
    return 10.0**decimals


def split(totals: pd.Series, weights: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Divide each year's total among the areas so that the written figures add up to it exactly."""
    steps = (totals.loc[list(COUNTY_YEARS)] * steps_in_one(indicator)).round().astype(int)
    parts = {year: shares_to_whole(int(steps[year]), weights.T[year]) for year in COUNTY_YEARS}
    return pd.DataFrame(parts).T / steps_in_one(indicator)


def blurred(weights: pd.Series, years: range, size: float, chance: np.random.RandomState) -> pd.DataFrame:
    """The weights once a year, each moved by up to ``size`` of itself."""
    moves = chance.uniform(1 - size, 1 + size, (len(years), len(weights)))
    return pd.DataFrame(moves * weights.to_numpy(), index=list(years), columns=weights.index)


def tidy(values: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Observation rows of an indicator from a table of years by areas."""
    unit, decimals = FORMATS.get(indicator, COUNTED)
    rows = values.rename_axis(index="year", columns="area").reset_index().melt(id_vars="year")
    return pd.DataFrame(
        {
            "indicator": indicator,
            "area": rows["area"],
            "year": rows["year"],
            "value": as_text(rows["value"], decimals),
            "unit": unit,
            "released": (rows["year"] + 1).astype(str) + "-03-31",  # when a yearly bulletin comes out
            "obs_status": INVENTED,
            "source": SOURCE,
        }
    )


def published_rows(published: pd.DataFrame) -> pd.DataFrame:
    """The published figures of the city, and the one published figure of a county."""
    of_city = (
        published["area"].eq(CITY)
        & published["indicator"].isin(TAKEN_OVER)
        & published["year"].astype(int).isin(CITY_YEARS)
        & published["released"].ne("")
        & ~published["source"].str.startswith(NOT_TAKEN_OVER)
    )
    of_county = published["area"].eq(YIZHANG) & published["indicator"].eq("gdp")
    return published[of_city | of_county].astype({"year": int})


def city_totals(taken: pd.DataFrame) -> dict[str, pd.Series]:
    """Yearly totals of the city, in the latest edition, of everything the counties add up to."""
    of_city = taken[taken["area"].eq(CITY)].sort_values("released")
    latest = of_city.drop_duplicates(["indicator", "year"], keep="last").set_index("year")
    totals = {
        name: latest.loc[latest["indicator"].eq(name), "value"].astype(float)
        for name in ("gdp", "registered_population")
    }
    totals["rd_expenditure"] = (totals["gdp"] * np.array(CITY_RD_INTENSITY) / 100).round(4)
    for name in ("hightech_output", "patent_applications", "st_achievements"):
        totals[name] = city_series(name)
    return totals


def city_series(indicator: str) -> pd.Series:
    """One invented series of the city by year."""
    start, values = CITY_SERIES[indicator]
    years = range(start, start + len(values))
    return pd.Series(values, index=list(years), dtype=float)


def county_gdp(totals: pd.Series, yizhang_2007: float, chance: np.random.RandomState) -> pd.DataFrame:
    """GDP of the counties around the published figure of Yizhang in 2007."""
    weights = blurred(COUNTIES["gdp"], COUNTY_YEARS, BLUR["gdp"], chance)
    own = weights[YIZHANG]
    yizhang = (totals / totals[2007] * own / own[2007] * yizhang_2007).round(4)
    others = split(totals - yizhang, weights.drop(columns=YIZHANG), "gdp")
    return others.assign(**{YIZHANG: yizhang})[COUNTIES.index]


def county_rd(totals: pd.Series, gdp: pd.DataFrame, chance: np.random.RandomState) -> pd.DataFrame:
    """R&D of the counties: their share of GDP as the table says, scaled to the city's total."""
    intensity = blurred(COUNTIES["rd_2007"], COUNTY_YEARS, BLUR["rd_expenditure"], chance)
    intensity.loc[2005] = COUNTIES["rd_2006"] * intensity.loc[2005] / COUNTIES["rd_2007"]
    intensity.loc[2006] = COUNTIES["rd_2006"]
    intensity.loc[2007] = COUNTIES["rd_2007"]
    return split(totals, gdp * intensity, "rd_expenditure")


def county_tables(
    totals: Mapping[str, pd.Series], yizhang_2007: float, chance: np.random.RandomState
) -> dict[str, pd.DataFrame]:
    """Every additive indicator as a table of years by counties."""
    tables = {"gdp": county_gdp(totals["gdp"], yizhang_2007, chance)}
    tables["rd_expenditure"] = county_rd(totals["rd_expenditure"], tables["gdp"], chance)
    for name in ("hightech_output", "patent_applications", "registered_population", "st_achievements"):
        weights = blurred(COUNTIES[name], COUNTY_YEARS, BLUR[name], chance)
        tables[name] = split(totals[name], weights, name)
    return tables


def park_table(parents: pd.DataFrame, indicator: str, chance: np.random.RandomState) -> pd.DataFrame:
    """An indicator of the parks, rounded down so that a park never exceeds the county around it."""
    shares = blurred(PARKS[indicator], COUNTY_YEARS, PARK_BLUR, chance)
    wanted: pd.DataFrame = shares * parents[PARKS["parent"]].to_numpy()
    return wanted.mul(steps_in_one(indicator)).apply(np.floor) / steps_in_one(indicator)


def with_late_rd(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the first edition of R&D in 2007, and date the corrected one half a year later."""
    revised = (
        rows["indicator"].eq("rd_expenditure") & rows["year"].eq(2007) & rows["area"].isin([CITY, SUXIAN])
    )
    _, decimals = FORMATS["rd_expenditure"]
    first = rows[revised].assign(value=as_text(rows.loc[revised, "value"].astype(float) - LATE_RD, decimals))
    latest = rows.assign(released=rows["released"].mask(revised, LATE_RD_RELEASED))
    return pd.concat([latest, first])


def make_observations(published: pd.DataFrame) -> pd.DataFrame:
    """The observations the sample runs on: city, counties and parks."""
    chance = np.random.RandomState(SEED_OBSERVATIONS)
    taken = published_rows(published)
    totals = city_totals(taken)
    yizhang = taken.loc[taken["area"].eq(YIZHANG), "value"].astype(float).item() / 10_000  # as in FORMATS
    tables = county_tables(totals, yizhang, chance)

    rows = [tidy(city_series(name).to_frame(CITY), name) for name in CITY_SERIES]
    rows.append(tidy(totals["rd_expenditure"].to_frame(CITY), "rd_expenditure"))
    rows += [tidy(table, name) for name, table in tables.items()]
    rows += [tidy(park_table(tables[name], name, chance), name) for name in PARKS.columns.drop("parent")]
    for name in COUNTS_2007.columns:
        counts = COUNTS_2007.loc[COUNTS_2007[name].ne(NO_ROW), [name]]
        rows.append(tidy(counts.set_axis([2007], axis="columns").T, name))
    invented = with_late_rd(pd.concat(rows, ignore_index=True))
    already = invented["indicator"].eq("gdp") & invented["area"].eq(YIZHANG) & invented["year"].eq(2007)
    everything = pd.concat([taken, invented[~already]], ignore_index=True)
    return everything.sort_values(["area", "indicator", "year", "released"])[COLUMNS]


def firm_register(chance: np.random.RandomState) -> pd.DataFrame:
    """The firms with what they keep: number, county and class."""
    counts = shares_to_whole(FIRMS, COUNTIES["patent_applications"])
    return pd.DataFrame(
        {
            "firm": [f"F{number:03d}" for number in range(1, FIRMS + 1)],
            "area": chance.permutation(np.repeat(counts.index.to_numpy(dtype=object), counts)),
            "firm_class": np.where(chance.uniform(size=FIRMS) < HIGH_TECH_SHARE, "high_tech", "tech"),
        }
    ).set_index("firm")


def firm_sales(register: pd.DataFrame, chance: np.random.RandomState) -> pd.DataFrame:
    """Lognormal sales by firm and year [10 000 yuan]."""
    medians = register["firm_class"].map(SALES_MEDIAN)
    sales = pd.DataFrame({2007: medians * np.exp(chance.normal(0, SALES_SPREAD, FIRMS))})
    growth = {
        year: (rate + chance.normal(0, SALES_GROWTH_SPREAD, FIRMS)).clip(min=-0.6)
        for year, rate in SALES_GROWTH.items()
    }
    sales[2006] = sales[2007] / (1 + growth[2007])
    sales[2005] = sales[2006] / (1 + growth[2006])
    sales[2008] = sales[2007] * (1 + growth[2008])
    return sales[list(FIRM_YEARS)]


def firm_intensity(register: pd.DataFrame, chance: np.random.RandomState) -> pd.DataFrame:
    """R&D in per cent of sales by firm and year."""
    medians = register["firm_class"].map(INTENSITY_MEDIAN)
    intensity = pd.DataFrame({2007: medians * np.exp(chance.normal(0, INTENSITY_SPREAD, FIRMS))})
    change = {year: chance.normal(mean, spread, FIRMS) for year, (mean, spread) in INTENSITY_CHANGE.items()}
    intensity[2006] = (intensity[2007] - change[2007]).clip(lower=INTENSITY_LEAST)
    intensity[2005] = (intensity[2006] - change[2006]).clip(lower=INTENSITY_LEAST)
    intensity[2008] = (intensity[2007] + change[2008]).clip(lower=INTENSITY_LEAST)
    return intensity[list(FIRM_YEARS)]


def firm_presence(register: pd.DataFrame, chance: np.random.RandomState) -> pd.DataFrame:
    """Whether a firm reports in a year: some come later, some leave, a few skip 2006."""
    entry = chance.choice(
        [FIRM_YEARS[0], *LATE_ENTRY], size=FIRMS, p=[1 - sum(LATE_ENTRY.values()), *LATE_ENTRY.values()]
    )
    leave = chance.choice(
        [FIRM_YEARS[-1], *EARLY_EXIT], size=FIRMS, p=[1 - sum(EARLY_EXIT.values()), *EARLY_EXIT.values()]
    )
    years = np.array(FIRM_YEARS)
    present = (years >= entry[:, None]) & (years <= leave[:, None])
    present[:, 1] &= chance.uniform(size=FIRMS) >= GAP_SHARE
    return pd.DataFrame(present, index=register.index, columns=list(FIRM_YEARS))


def county_scale(area: pd.Series, rd: pd.Series, observations: pd.DataFrame) -> pd.Series:
    """The factor that gives the firms of each county their part in its R&D of 2007."""
    of_2007 = observations["indicator"].eq("rd_expenditure") & observations["year"].eq(2007)
    latest = observations[of_2007].sort_values("released").drop_duplicates("area", keep="last")
    county = latest.set_index("area")["value"].astype(float) * 10_000  # 10 000 yuan
    return area.map(county * FIRMS_IN_COUNTY_RD) / rd.groupby(area).transform("sum")


def make_firms(observations: pd.DataFrame) -> pd.DataFrame:
    """The firms table: sales and R&D in 10 000 yuan, with the holes real reports have."""
    chance = np.random.RandomState(SEED_FIRMS)
    register = firm_register(chance)
    sales = firm_sales(register, chance)
    intensity = firm_intensity(register, chance)
    present = firm_presence(register, chance)
    rd = sales * intensity / 100
    scale = county_scale(register["area"], rd[2007].where(present[2007], 0), observations)

    rows = pd.DataFrame(
        {
            "firm": np.repeat(register.index.to_numpy(), len(FIRM_YEARS)),
            "year": np.tile(np.array(FIRM_YEARS), FIRMS),
            "sales": sales.mul(scale, axis=0).to_numpy().ravel(),
            "rd_expenditure": rd.mul(scale, axis=0).to_numpy().ravel(),
        }
    ).join(register, on="firm")
    luck = chance.uniform(size=len(rows))
    rows["sales"] = rows["sales"].mask(luck < NO_SALES_FIGURE + ZERO_SALES, 0).mask(luck < NO_SALES_FIGURE)
    rows["rd_expenditure"] = rows["rd_expenditure"].mask(luck > 1 - NO_RD_FIGURE)
    rows = rows[present.to_numpy().ravel()]
    written = rows.assign(
        sales=as_text(rows["sales"], 0),
        rd_expenditure=as_text(rows["rd_expenditure"], 1),
        obs_status=INVENTED,
    )
    columns = ["firm", "area", "year", "firm_class", "sales", "rd_expenditure", "obs_status"]
    return written.sort_values(["firm", "year"])[columns]


def chained_output(published: pd.DataFrame) -> pd.Series:
    """City GDP at prices of the first account year: its published level moved by the volume index."""
    of_city = published[published["area"].eq(CITY)].astype({"year": int, "value": float})
    level = of_city[of_city["indicator"].eq("gdp") & ~of_city["source"].str.startswith(NOT_TAKEN_OVER)]
    index = of_city[of_city["indicator"].eq("gdp_volume_index")].set_index("year")["value"]
    first, *later = ACCOUNT_YEARS
    base = float(level.loc[level["year"].eq(first), "value"].item())
    chain: pd.Series = (index.loc[later] / 100).cumprod()
    output: pd.Series = pd.concat([pd.Series({first: 1.0}), chain]) * base
    return output


def make_accounts(published: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """The real accounts of the country as they stand, and illustrative ones of the city."""
    chance = np.random.RandomState(SEED_ACCOUNTS)
    years = len(ACCOUNT_YEARS)
    output = chained_output(published)
    ratio = np.linspace(*CAPITAL_OUTPUT_RATIO, years) * chance.uniform(0.995, 1.005, years)
    labour = np.linspace(*LABOUR, years) + chance.uniform(-0.4, 0.4, years)
    share = LABOUR_SHARE + chance.uniform(-0.01, 0.01, years)
    city = pd.DataFrame(
        {
            "area": CITY,
            "year": output.index.astype(str),
            "output": as_text(output, 4),
            "capital": as_text(output * ratio, 2),
            "labour": as_text(pd.Series(labour, index=output.index), 1),
            "labour_share": as_text(pd.Series(share, index=output.index), 3),
            "obs_status": INVENTED,
            "source": SOURCE,
        }
    )
    real = accounts[accounts["obs_status"].ne(INVENTED)]
    return pd.concat([real, city])


def make_files() -> dict[str, str]:
    """The text of every file this script makes, by its name."""
    published = read_text("published.csv")
    observations = make_observations(published)
    tables = {
        "observations.csv": observations,
        "firms.csv": make_firms(observations),
        "accounts.csv": make_accounts(published, read_text("accounts.csv")),
    }
    return {name: table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}


def differences(files: Mapping[str, str]) -> list[str]:
    """A sentence for every file on disk that is not what the script makes."""
    found = []
    for name, text in files.items():
        path = SAMPLE / name
        if not path.exists():
            found.append(f"{name} is missing.")
        elif path.read_bytes() != text.encode():
            lines = zip_longest(path.read_bytes().decode(errors="replace").split("\n"), text.split("\n"))
            line = next(number for number, (old, new) in enumerate(lines, start=1) if old != new)
            found.append(f"{name} differs from what the script makes, first in line {line}.")
    return found


def main() -> None:
    """Write the files, or compare them with those on disk."""
    parser = argparse.ArgumentParser(description="Make the invented part of the sample.")
    parser.add_argument("--check", action="store_true", help="compare with the files on disk, write nothing")
    files = make_files()
    if not parser.parse_args().check:
        for name, text in files.items():
            (SAMPLE / name).write_text(text, encoding="utf-8", newline="\n")
    elif found := differences(files):
        sys.exit("\n".join([*found, "Run python scripts/make_sample.py and look at what changes."]))


if __name__ == "__main__":
    main()
