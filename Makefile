# Every target sets up what it needs: a virtual environment in .venv, from pyproject.toml.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
READY   = $(VENV)/.ready
DOCS    = $(VENV)/.docs-ready
BROWSER = $(VENV)/.browser-ready
AXE     = $(VENV)/axe

.DEFAULT_GOAL := help
.PHONY: help report test check notebooks docs pages benchmark clean

help: ## show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]" -c constraints.txt
	@touch $(READY)

report: $(READY) ## write the sample's report of 2007: out/2007/report.html, scorecard.xlsx, figures, tables
	$(BIN)/chenzhou-indicators report --out out

test: $(READY) ## run all tests and doctests, with branch coverage
	$(BIN)/python -m pytest -m "not notebook and not browser" --cov --cov-branch --cov-report=term:skip-covered

check: $(READY) ## format, lint, types, import contracts, the sample, the built wheel
	$(BIN)/ruff format --check src tests benchmarks scripts notebooks docs/conf.py docs/_extensions
	$(BIN)/ruff check src tests benchmarks scripts notebooks docs/conf.py docs/_extensions
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/make_sample.py --check
	$(BIN)/python scripts/try_wheel.py

notebooks: $(READY) ## run every notebook from top to bottom
	$(BIN)/python -m pytest -m notebook

$(BROWSER): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,browser]" -c constraints.txt
	npm install --silent --no-save --prefix $(AXE) axe-core@4.14.1
	@touch $(BROWSER)

pages: $(BROWSER) ## open the report in Chromium; needs chromium and npm
	AXE=$(AXE)/node_modules/axe-core/axe.min.js $(BIN)/python -m pytest -m browser tests/report

$(DOCS): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,docs]" -c constraints.txt
	@touch $(DOCS)

docs: $(DOCS) ## build the documentation into build/docs and check its links; visits no other site
	rm -rf build/docs docs/api/names
	$(BIN)/sphinx-build -E -n -W --keep-going --quiet -b html -d build/doctrees docs build/docs
	$(BIN)/python scripts/check_docs.py build/docs

benchmark: $(READY) ## measure speed; the figures of docs/benchmarks.md
	$(BIN)/python benchmarks/run.py

clean: ## remove what was made
	rm -rf out dist build docs/notebooks docs/repository docs/api/names .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache $(VENV)
