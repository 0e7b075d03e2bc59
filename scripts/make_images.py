"""Draw the pictures of the README and the methods pages: docs/images, from the sample.

``python scripts/make_images.py`` writes them anew, after a chart has changed.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pandas as pd

import chenzhou_indicators as ci

IMAGES = Path(__file__).parents[1] / "docs" / "images"
OUTLOOK = {
    "zh": (
        "2010年研发投入占GDP达到2%：2007年底看全国，以及后来的结果",
        "数据：截至2007-12-31的全国统计；后来的实际为2009–2011年首次公布数。",
    ),
    "en": (
        "R&D at 2 % of GDP by 2010: China, as seen at the end of 2007, and what came",
        "Figures: national statistics as known on 2007-12-31; outcome: first releases 2009–2011.",
    ),
}
GROWTH = {
    "zh": "产出、资本、劳动：佩恩世界表9.1（CC BY 4.0）。",
    "en": "Output, capital and labour: Penn World Table 9.1 (CC BY 4.0).",
}


def scorecard(lang: str) -> mpl.axes.Axes:
    """Draw the sample's year 2007."""
    plan = ci.load_plan("chenzhou-2007")
    verdicts = ci.assess(
        ci.load_sample("observations"), plan.targets, year=2007, firms=ci.load_sample("firms")
    )
    name = {"zh": f"{plan.title.zh}：2007年目标完成情况", "en": f"{plan.title.en}: targets and results, 2007"}
    return ci.plot_scorecard(verdicts, lang=lang, title=name[lang])


def outlook(lang: str) -> mpl.axes.Axes:
    """Draw China's promise of 2 % by 2010 as it stood at the end of 2007, and the outcome."""
    china = ci.load_sample("published").query("area == '100000' and indicator == 'rd_intensity'")
    targets = ci.load_plan("chenzhou-2007").targets
    promise = targets[targets["target"] == "rd_intensity_2010"].assign(area="100000")
    ahead = ci.outlook(china, promise, year=2007, as_of="2007-12-31", every_year=True)
    known = ci.as_of(china, "2007-12-31")
    outcome = ci.first_release(china).query("2006 < year <= 2010")
    title, note = OUTLOOK[lang]
    return ci.plot_outlook(ahead, observations=pd.concat([known, outcome]), lang=lang, title=title, note=note)


def growth(lang: str) -> mpl.axes.Axes:
    """Draw the sources of China's growth, and the contribution rate with its range."""
    china = ci.load_sample("accounts").query("area == '100000'")
    return ci.plot_growth_accounts(
        ci.growth_accounts(china),
        sensitivity=ci.contribution_sensitivity(china),
        lang=lang,
        note=GROWTH[lang],
    )


def main() -> None:
    """Write every picture in both languages."""
    mpl.use("agg")
    pictures = {"scorecard-2007": scorecard, "outlook-china": outlook, "growth-china": growth}
    for name, draw in pictures.items():
        for lang in ("zh", "en"):
            path = IMAGES / f"{name}-{lang}.png"
            draw(lang).figure.savefig(path, dpi=110)
            print(path.relative_to(IMAGES.parents[1]))


if __name__ == "__main__":
    main()
