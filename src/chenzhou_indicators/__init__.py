"""A plan's promises against the year's figures, in typed pandas tables."""

import lazy_loader

# Every name is imported when it is first used (SPEC 1); the names stand in __init__.pyi.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

__version__ = "0.1.0"
