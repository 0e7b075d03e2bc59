"""Without pyarrow the library works and reads no parquet; tests that make parquet files are left out."""

from importlib.util import find_spec

PARQUET_NEEDED = ["test_broken_files.py", "test_round_trip.py", "test_string_storage.py"]
collect_ignore = [] if find_spec("pyarrow") else PARQUET_NEEDED
