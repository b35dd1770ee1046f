# make site · make test · make serve · make lint · make help
PYTHON ?= python3
BIN := .venv/bin
ARCHIVES = $(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes -d .venv/vectors

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test lint audit bench fuzz pictures screens browsers lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

site: .venv/site ## Build the site from the seeds into site/, with all that can be taken away
	$(BIN)/python -m builder build --offline

serve: .venv/site ## Show the site as the seeds are now, and follow what you save
	$(BIN)/python -m builder serve

test: .venv/dev .venv/vectors browsers ## Format, lint, types, and every test, in a real Chromium and Firefox
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/dev ## Format and mend what can be mended; then lint and types
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

screens: site browsers ## Take the README's pictures anew
	$(BIN)/python -m tests.browser.screens

pictures: .venv/dev browsers ## Take the pictures anew that the tests compare pages with; then look at them
	$(BIN)/python -m pytest -n auto tests/browser/test_pictures.py --update-pictures

audit: site .venv/audit/installed browsers ## Measure the built site: Lighthouse, the Nu HTML Checker, Ace, bytes (needs Node and Java)
	$(BIN)/python -m tests.audit.audit

bench: .venv/dev browsers ## Measure reading, matching beside others, the search of 1,000 essays, and how soon a change shows
	$(BIN)/python -m tests.benchmarks.reading
	$(BIN)/python -m tests.benchmarks.matching
	$(BIN)/python -m tests.benchmarks.search
	$(BIN)/python -m tests.benchmarks.serving

fuzz: .venv/dev .venv/vectors ## Fuzz the readers for half an hour (installs atheris)
	$(BIN)/python -m pip install --quiet atheris
	mkdir -p .fuzz && $(BIN)/python -m tests.fuzz.readers .fuzz -max_total_time=1800 -timeout=20 -max_len=6000

browsers: .venv/dev
	@sh tests/browser/install-browsers.sh $(BIN)/python

lock: .venv/dev ## Lock the requirements anew, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra all pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Remove what was generated, and the environment
	rm -rf .venv .fuzz .pictures site .site-* .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/pyvenv.cfg:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv

.venv/site: .venv/pyvenv.cfg requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/vectors: .venv/pyvenv.cfg tests/vectors/requirements.txt
	$(ARCHIVES) -r tests/vectors/requirements.txt
	PIP_CONSTRAINT=tests/vectors/constraints.txt $(ARCHIVES) -r tests/vectors/requirements-old.txt
	@touch $@

.venv/audit/installed: .venv/pyvenv.cfg tests/audit/package.json tests/audit/package-lock.json tests/audit/.npmrc
	@command -v npm >/dev/null && command -v java >/dev/null || { echo "make audit needs Node (with npm) and Java"; exit 1; }
	mkdir -p $(@D) && cp tests/audit/package.json tests/audit/package-lock.json tests/audit/.npmrc $(@D) && cd $(@D) && npm ci --silent
	@touch $@

.venv/dev: .venv/pyvenv.cfg requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/site
