"""What it costs to import the library and to ask the command line for help.

Each program is started afresh several times and the shortest run counts. The import is compared
with a bare interpreter, the help with importing typer, which every command line of this make has
to do.
"""

from __future__ import annotations

import subprocess
import sys
import time

RUNS = 15
BARE = [sys.executable, "-c", "pass"]
LIBRARY = [sys.executable, "-c", "import chenzhou_indicators"]
TYPER = [sys.executable, "-c", "import typer"]
HELP = [sys.executable, "-m", "chenzhou_indicators", "--help"]


def shortest(command: list[str]) -> float:
    """Return the shortest of several runs of a program [s]."""
    spent = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        spent.append(time.perf_counter() - begin)
    return min(spent)


def main() -> None:
    """Print both comparisons."""
    bare, library, typer, help_ = (shortest(command) for command in (BARE, LIBRARY, TYPER, HELP))
    print(f"bare interpreter            {bare:.3f} s")
    print(f"import chenzhou_indicators  {library:.3f} s   {library - bare:+.3f} s")
    print(f"import typer                {typer:.3f} s")
    print(f"chenzhou-indicators --help  {help_:.3f} s   {help_ / typer:.2f} times typer")


if __name__ == "__main__":
    main()
