# Every target sets up what it needs: a virtual environment in .venv, from pyproject.toml.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
READY   = $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help report test check notebooks benchmark clean

help: ## show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]" -c constraints.txt
	@touch $(READY)

report: $(READY) ## judge the sample's year 2007: out/2007/scorecard.csv, .png, .svg
	$(BIN)/chenzhou-indicators report --out out

test: $(READY) ## run all tests and doctests, with branch coverage
	$(BIN)/python -m pytest -m "not notebook" --cov --cov-branch --cov-report=term:skip-covered

check: $(READY) ## format, lint, types, import contracts, the sample, the built wheel
	$(BIN)/ruff format --check src tests benchmarks scripts notebooks
	$(BIN)/ruff check src tests benchmarks scripts notebooks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/make_sample.py --check
	$(BIN)/python scripts/try_wheel.py

notebooks: $(READY) ## run every notebook from top to bottom
	$(BIN)/python -m pytest -m notebook

benchmark: $(READY) ## measure speed; the figures of docs/benchmarks.md
	$(BIN)/python benchmarks/run.py

clean: ## remove what was made
	rm -rf out dist build .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache $(VENV)
