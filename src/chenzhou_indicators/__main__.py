"""Run the command line as ``python -m chenzhou_indicators``."""

from .cli import main

main()
