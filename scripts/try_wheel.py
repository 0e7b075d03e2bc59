"""Build the wheel, install it into an empty environment, and use it outside the checkout.

What works from a checkout may be missing from a wheel: the definitions, the sample, the style
file. This builds one, installs it with its core dependencies alone, and runs the command line
and the sample from a folder that has nothing of the project in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
SAMPLES = """
import chenzhou_indicators as ci
for name in ("observations", "published", "firms", "accounts"):
    assert len(ci.load_sample(name)), name
assert "site-packages" in ci.__file__, ci.__file__
"""


def run(*command: object, at: Path) -> None:
    """Run a command in a folder; stop with its exit code when it fails."""
    subprocess.run([str(part) for part in command], cwd=at, check=True)


def main() -> None:
    """Build, install and try."""
    with TemporaryDirectory() as temporary:
        empty = Path(temporary)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", empty, ROOT, at=empty)
        wheel = next(empty.glob("*.whl"))
        venv.create(empty / "env", with_pip=True)
        bin_ = empty / "env" / ("Scripts" if os.name == "nt" else "bin")
        python = bin_ / "python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            wheel, "-c", ROOT / "constraints.txt", at=empty)  # fmt: skip
        run(python, "-W", "error", "-c", SAMPLES, at=empty)
        run(bin_ / "chenzhou-indicators", "report", at=empty)
        run(python, "-W", "error", ROOT / "notebooks" / "yearly_comparison.py", "out", at=empty)
        made = sorted(path.name for path in (empty / "out" / "2007").iterdir())
        if made != ["figures", "manifest.json", "report.html", "scorecard.xlsx", "tables"]:
            sys.exit(f"The installed wheel made {made}.")
    print(f"{wheel.name}: installs into an empty environment, loads the sample and reports.")


if __name__ == "__main__":
    main()
