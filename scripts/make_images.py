"""Draw the pictures of the README, the gallery and the methods pages: docs/images, from the sample.

``python scripts/make_images.py`` writes them anew, after a chart has changed. The lines that draw them
stand in docs/gallery.md, and are run from there, once in each language.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from PIL import Image

from chenzhou_indicators.charts.fonts import house_style

DOCS = Path(__file__).parents[1] / "docs"
ACROSS = 1280  # pixels
COLOURS = 256  # of a picture; letters keep their soft edges
NAMES = {
    "scorecard": "scorecard-2007",
    "heatmap": "heatmap-2007",
    "ranking": "ranking-2007",
    "trajectory": "path-china",
    "outlook": "outlook-china",
    "growth_accounts": "growth-china",
    "contributions": "contributions-2007",
    "comparison": "comparison-2007",
    "revisions": "revisions-china",
}
# What the page says in English, as it is said in the Chinese pictures.
CHINESE = {
    'lang="en"': 'lang="zh"',
    "R&D at 2 % of GDP by 2010: China, as seen at the end of 2007, and what came": (
        "2010年研发投入占GDP达到2%：2007年底看全国，以及后来的结果"
    ),
    "Figures: national statistics as known at the end of 2007.": "数据：2007年底所知的全国统计。",
    "Figures: national reports of 2009; World Bank, World Development Indicators, 2013 and 2026.": (
        "数据：2009年的全国统计公报与报道；世界银行《世界发展指标》2013年和2026年版。"
    ),
    "Figures: national statistics as known on 2007-12-31; outcome: first releases 2009–2011.": (
        "数据：截至2007-12-31的全国统计；后来的实际为2009–2011年首次公布数。"
    ),
    "Output, capital and labour: Penn World Table 9.1 (CC BY 4.0).": (
        "产出、资本、劳动：佩恩世界表9.1（CC BY 4.0）。"
    ),
}


def drawn(lang: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the page in a language; give after each picture what it shows and all names there are."""
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL):
        said = code
        for english, chinese in CHINESE.items() if lang == "zh" else ():
            said = said.replace(english, chinese)
        exec(said, names)
        if chart := re.search(r"ci\.plot_(\w+)\(", said):
            yield chart[1], names


def write(figure: Any, path: Path) -> None:
    """Write a picture with few colours, which makes a small file."""
    whole = io.BytesIO()
    with house_style():
        figure.savefig(whole, format="png", dpi=ACROSS / figure.get_size_inches()[0])
    picture = Image.open(whole).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def main() -> None:
    """Write every picture in both languages."""
    mpl.use("agg")
    for lang in ("zh", "en"):
        for chart, names in drawn(lang):
            path = DOCS / "images" / f"{NAMES[chart]}-{lang}.png"
            write(names["ax"].figure, path)
            plt.close("all")
            print(f"{path.relative_to(DOCS.parent)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
