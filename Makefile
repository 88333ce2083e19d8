# Every habit of the house behind one word. `make` alone lists them.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -qq
WORKERS ?= 2

READY_TO_RUN   := $(VENV)/.ready-to-run
READY_TO_CHECK := $(VENV)/.ready-to-check

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench chaos prove-books browser learn lock inventory inventory-check clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: $(READY_TO_RUN) ## create .venv from the hashed lock, nothing more

run: $(READY_TO_RUN) ## start everything; Ctrl-C stops everything
	@exec $(BIN)/fixline run

demo: $(READY_TO_RUN) ## play the whole story as a transcript
	@$(BIN)/fixline demo

test: $(READY_TO_CHECK) ## all tests, on real PostgreSQL and Redis
	@$(BIN)/pytest -q -n $(WORKERS)

check: $(READY_TO_CHECK) ## what CI runs: format, lint, types, contracts, inventory, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory inventory-check
	@$(MAKE) --no-print-directory test

bench: $(READY_TO_CHECK) ## measure speed; JSON on the last line [PART=cost SIZE=small|usual|full]
	@$(BIN)/python -m bench $(PART) $(if $(SIZE),--size $(SIZE))

chaos: $(READY_TO_CHECK) ## kill and break everything, count what arrived; JSON on the last line [SEED=n MESSAGES=n MINUTES=n]
	@$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED)) $(if $(MESSAGES),--messages $(MESSAGES)) $(if $(MINUTES),--minutes $(MINUTES))

prove-books: $(READY_TO_CHECK) ## 10,000 random steps by 16 hands on the books; no law of money may break
	@$(BIN)/python -m tests.prove_books

browser: $(READY_TO_CHECK) ## install Chromium for the browser tests, if it is missing
	@if $(BIN)/python -m tests.chromium 2>/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else $(BIN)/playwright install chromium; fi
	@$(BIN)/python -m tests.chromium

lock: $(READY_TO_RUN) ## compile requirements/*.lock anew from pyproject.toml
	$(PIP) install uv
	$(LOCK) --output-file requirements/production.lock
	$(LOCK) --extra embedded --output-file requirements/run.lock
	$(LOCK) --extra embedded --extra check --output-file requirements/check.lock
	$(LOCK) --extra learn --output-file requirements/learn.lock

learn: ## fit the reader's weights anew to bot/learning/texts
	$(PYTHON) -m venv build/learn
	build/learn/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/learn.lock
	build/learn/bin/python -m bot.learning.training

inventory: $(READY_TO_CHECK) ## which rows of the inventory the tests cover
	@$(BIN)/python -m tests.traceability

inventory-check: $(READY_TO_CHECK) ## refuse marks of rows that do not exist
	@$(BIN)/python -m tests.traceability --check

clean: ## remove caches; .venv and the data in .fixline stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Fixline needs Python 3.11 or newer: try 'make $(MAKECMDGOALS) PYTHON=python3.12'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "This Python cannot make virtual environments: on Debian, 'apt-get install python3-venv'." >&2; exit 1; }
	@echo "Preparing $(VENV), once …"
	@$(PYTHON) -m venv $(VENV)

$(READY_TO_RUN): requirements/run.lock pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

$(READY_TO_CHECK): requirements/check.lock $(READY_TO_RUN)
	@echo "Adding what tests and checks need, once …"
	@$(PIP) install --require-hashes -r requirements/check.lock
	@touch $@
