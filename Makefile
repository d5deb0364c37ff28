# Everything the project can do, from a machine with Python 3.11 or later, its venv module and make.
# `make` alone lists it. Each target prepares what it needs; a second run finds it ready.

PYTHON  ?= python3
ANSWERS ?= questionnaires/examples/required-system.yaml
REPORT  ?= report.pdf
WORKERS ?= auto

BIN  := .venv/bin
STEP := setup/step

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help ready ready-web ready-dev report web test test-full format-check lint types layers requirements tests \
        browser-tests database-tests load-tests coverage benchmark manual messages pictures pictures-web format lock \
        clean distclean

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ── For people who want a report ─────────────────────────────────────────────────────────────────

report: ready ## Set up and write report.pdf from the example answers (or ANSWERS=file REPORT=file)
	@setup/report "$(ANSWERS)" "$(REPORT)"

web: ready-web ## Set up and start the web app in your browser (or SERVE="--port 8080 --no-browser")
	@$(BIN)/advisor serve $(SERVE)

# ── For people who change the project ────────────────────────────────────────────────────────────

test: ready-dev format-check lint types layers requirements tests browser-tests database-tests ## Run every check

test-full: SELECT := -m "not benchmark"
test-full: test load-tests ## Run every check, the long tests too

benchmark: ready-dev ## Measure speed
	@$(BIN)/pytest -m benchmark -p no:xdist -s tests/benchmarks

coverage: ready-dev ## Hold model, content, engine and advice at full branch coverage by their tests
	@WORKERS=$(WORKERS) setup/coverage

pictures: ready-dev ## Turn each page of report.pdf into a picture to look at (or REPORT=file)
	@setup/pictures "$(ANSWERS)" "$(REPORT)"

pictures-web: ready-dev ## Turn each page of the web app into pictures, wide and narrow, to look at
	@setup/pictures-web

manual: ready-dev ## Write docs/grammar.md anew from the examples that the tests run
	@$(BIN)/python -m tests.content.grammar_manual

messages: ready-dev ## Collect the texts of the web app for translators (or LANGUAGE=cy to begin one)
	@$(BIN)/python setup/messages.py $(LANGUAGE)

format: ready-dev ## Tidy the Python files
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

lock: ## Make the lock files anew from pyproject.toml, with today's versions
	@PYTHON=$(PYTHON) setup/lock

clean: ## Remove what was made, but not the set-up
	@rm -rf build dist report.pdf report.html .coverage .coverage.* \
	  .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find advisor tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean ## Remove the set-up too
	@rm -rf .venv advisor/web/static/inter advisor/web/static/nhsuk advisor/web/locale/*/LC_MESSAGES/django.mo

# ── The parts of make test ───────────────────────────────────────────────────────────────────────

ready:
	@PYTHON=$(PYTHON) setup/prepare runtime

ready-web:
	@PYTHON=$(PYTHON) setup/prepare web
	@setup/assets
	@setup/languages

ready-dev:
	@PYTHON=$(PYTHON) setup/prepare dev
	@setup/assets
	@setup/languages

format-check: ready-dev
	@$(STEP) "Layout of the code" $(BIN)/ruff format --check --diff .

lint: ready-dev
	@$(STEP) "Style of the code" $(BIN)/ruff check .

types: ready-dev
	@$(STEP) "Types" $(BIN)/mypy

layers: ready-dev
	@$(STEP) "Who imports whom" $(BIN)/lint-imports --no-logo

requirements: ready-dev
	@$(STEP) "Installed versions agree" $(BIN)/python -m pip check

# Each worker keeps to tests that follow one another, and so makes what they share once.
tests: ready-dev
	@echo "Tests"
	@env -u TEST_DATABASE_URL $(BIN)/pytest -n $(WORKERS) --dist worksteal --ignore tests/system --ignore tests/load $(SELECT)

# Each file of tests has a server and a browser of its own, so that files run side by side.
browser-tests: ready-dev
	@echo "Tests in a browser"
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile tests/system $(SELECT)

# Where TEST_DATABASE_URL names a server: setup/postgresql starts one.
database-tests: ready-dev
	@if [ -n "$$TEST_DATABASE_URL" ]; then \
	  echo "Tests of the web app on PostgreSQL" && $(BIN)/pytest -n $(WORKERS) --dist worksteal tests/web $(SELECT); \
	else echo "Tests of the web app on PostgreSQL … left out: TEST_DATABASE_URL names no server"; fi

# Alone, as other work on the machine would be measured too; on PostgreSQL where TEST_DATABASE_URL names a server.
load-tests: ready-dev
	@echo "Fifty people at once"
	@$(BIN)/pytest tests/load -m slow -s
