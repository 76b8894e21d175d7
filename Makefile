# `make demo` shows the product, `make test` checks it. Both set up `.venv` themselves; they need Python 3.11+, make and the registries.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do command -v $$name && break; done)
BIN := .venv/bin
WORKERS ?= 2
AREA ?= main
ONLY ?=
SEEDS ?= 1
MINUTES ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-full accept mutate-rules clients lint bench chaos docs lock clean

help:
	@echo "make demo          start everything, save records in NetSuite, watch them arrive"
	@echo "make test          lint, types, import contracts and tests (ten minutes at most)"
	@echo "make test-full     the long tests as well (45 minutes at most)"
	@echo "make accept AREA=main   the requirement lines of an area: passed, failed or without a test"
	@echo "make mutate-rules  turn each rule of the trigger round; a test of its line must fail (ten minutes at most)"
	@echo "make chaos SEEDS=5 MINUTES=2   kill and stop processes at random under faults and saves; nothing may be lost or doubled"
	@echo "make docs          write the generated reference pages and the synchronous twin anew"
	@echo "make bench ONLY=burst   measure (docs/reference/benches.md lists the keys); bench/report.json"

.venv/.ready: requirements/lock.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Landbridge needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: .venv/.ready

demo: setup
	@$(BIN)/landbridge demo $(ARGS)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: lint
	$(BIN)/python tools/chromium.py
	$(BIN)/python -m tools.node_packages
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not full" $(ARGS)

clients: setup
	@$(MAKE) --no-print-directory .venv-clients/.ready || echo "the public clients could not be installed: their tests will be skipped"
	@$(BIN)/python tools/php.py

test-full: lint clients
	$(BIN)/python tools/chromium.py
	$(BIN)/python -m tools.node_packages
	$(BIN)/pytest -n $(WORKERS) --dist loadfile $(ARGS)

accept: setup clients
	$(BIN)/python tools/chromium.py
	$(BIN)/python -m tools.node_packages
	$(BIN)/python tools/accept.py $(AREA) -n $(WORKERS) --dist loadfile $(ARGS)

mutate-rules: setup
	$(BIN)/python -m tools.node_packages
	$(BIN)/python -m tools.mutate_rules

.venv-clients/.ready: requirements/clients.txt
	$(PYTHON) -m venv .venv-clients
	.venv-clients/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/clients.txt
	@touch $@

bench: setup clients
	$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY))

chaos: setup
	$(BIN)/python -m tools.chaos --seeds $(SEEDS) --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

docs: setup
	$(BIN)/python tools/reference.py
	$(BIN)/python tools/sync_twin.py

lock: setup
	$(BIN)/python -m pip freeze --exclude-editable > requirements/lock.txt

clean:
	rm -rf .venv .venv-clients .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache suiteapp/node_modules
