"""The command line: the year's judgement, and the path ahead, without a notebook."""

from .application import app, main

__all__ = ["app", "main"]
