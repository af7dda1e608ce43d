# Set-up needs python3 (3.11 to 3.13) with venv and pip, and make; everything else comes by itself.
# Every target makes what it needs, and may be repeated.

PYTHON ?= python3
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
PORT ?= 8000
PYTEST_FLAGS ?= -n 2 --dist loadfile
FAST_TESTS := hemu/kernel $(addprefix tests/architecture/test_,layers.py messages.py templates.py)
DIST := hemu/office/static/dist
FIELD := hemu/field/static/field
WEB_SOURCES := $(shell find web -type f 2>/dev/null)
# The field app takes its colours and sizes from web/css/tokens.css.
FIELD_SOURCES := $(shell find field_app -type f 2>/dev/null) web/css/tokens.css

.PHONY: help setup build demo serve test check bench clean stop
.DEFAULT_GOAL := help

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed  ## Python environment in .venv

$(VENV)/.installed: pyproject.toml tools/need-python
	@sh tools/need-python $(PYTHON)
	@test -x $(BIN)/python && $(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

node_modules/.installed: package.json .npmrc $(VENV)/.installed
	@sh tools/with-node npm install --no-audit --no-fund
	@touch $@

build: $(DIST)/manifest.json $(FIELD)/sw.js locale/.compiled  ## browser code and translations

$(DIST)/manifest.json: node_modules/.installed $(WEB_SOURCES) vite.config.ts
	@sh tools/with-node npm run build
	@$(BIN)/python -m whitenoise.compress --quiet $(DIST)
	@touch $@

$(FIELD)/sw.js: node_modules/.installed $(FIELD_SOURCES)
	@sh tools/with-node npm run build:field
	@$(BIN)/python -m whitenoise.compress --quiet $(FIELD)
	@touch $@

locale/.compiled: $(VENV)/.installed $(wildcard locale/*/LC_MESSAGES/*.po)
	@mkdir -p locale
	@$(BIN)/hemu messages compile
	@touch $@

demo: build  ## a demonstration county, served on http://127.0.0.1:8000
	$(BIN)/hemu migrate
	$(BIN)/hemu regions load
	$(BIN)/hemu demo
	HEMU_REQUIRE_SECOND_FACTOR=$${HEMU_REQUIRE_SECOND_FACTOR:-0} $(BIN)/hemu serve --port $(PORT)

serve: build  ## the site as it is, served on http://127.0.0.1:8000
	$(BIN)/hemu migrate
	$(BIN)/hemu serve --port $(PORT)

test: build  ## every test, browser tests too
	@sh tools/need-browser
	$(BIN)/python -m pytest $(PYTEST_FLAGS) $(TESTS)

check: node_modules/.installed locale/.compiled  ## style, types, layers, no missing migration, fast tests; writes docs/coverage.md and docs/law.md
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hemu django makemigrations --check --dry-run
	$(BIN)/python -m tests.architecture.marks
	$(BIN)/python -m tests.architecture.laws
	@sh tools/with-node npm run -s check
	$(BIN)/python -m pytest -q $(FAST_TESTS)

bench: build  ## speed, against a baseline in the same run
	$(BIN)/hemu bench

stop:  ## stop the embedded PostgreSQL
	@$(BIN)/hemu database stop

clean: ## remove what can be made again; never the data in var/
	rm -rf $(DIST) $(FIELD) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
