"""Who owes what, who delivered, what changed: counties in two years. Run with a folder to write to."""

import sys
from pathlib import Path

import pandas as pd

import chenzhou_indicators as ci

plan = ci.load_plan("chenzhou-2007")  # or ci.load_plan("plan.toml")
figures = ci.latest_vintage(ci.load_sample("observations"))  # or ci.read_observations("figures.xlsx")
last, this = 2006, 2007
out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)

names = ci.load_areas().query("level == 'county'").set_index("area")["name_zh"]
people = figures.query("indicator == 'registered_population' and year == @last").set_index("area")["value"]
targets = ci.break_down(plan, people[names.index])
owed = pd.concat([targets, plan.targets.query("scope in ['each_area', 'each_government']")])
before, now = (ci.assess(figures, owed, year=year).query("area in @names.index") for year in (last, this))
both = before["attainment"].notna() & now["attainment"].notna()  # the same rows in the same order
tables = {"targets": targets, "scores": ci.score(now), "parts": ci.score_parts(now)}
tables |= {"ranks": ci.rank_robustness(now), "verdicts": ci.compare_assessments(before, now)}
tables["scores-of-both"] = pd.concat([ci.score(before[both]), ci.score(now[both])])
tables["years"] = sides = ci.compare_years(figures, years=(last, this), areas="county")
for name, table in tables.items():
    named = table.assign(area_name=table["area"].map(names))
    named.to_csv(out / f"{name}.csv", index=False, encoding="utf-8-sig")  # so that Excel reads Chinese
ci.plot_ranking(tables["ranks"]).figure.savefig(out / "ranks.png")
ci.plot_comparison(sides.query("indicator == 'hightech_output'")).figure.savefig(out / "hightech-output.png")
