# Two commands on a fresh Debian 12 with Python 3.11, make and root:
#   make run    a filled demonstration in Vietnamese on the embedded database
#   make test   everything: rules, services on SQLite and PostgreSQL, browser journeys
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check install install-dev docs fmt bench

run: install
	$(BIN)/bedo demo --if-empty
	$(BIN)/bedo serve

install: .venv/.installed

.venv/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q uv
	$(BIN)/uv pip install -q --require-hashes -r requirements.txt
	$(BIN)/uv pip install -q --no-deps -e .
	touch $@

install-dev: .venv/.installed-dev

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	$(BIN)/uv pip install -q --require-hashes -r requirements-dev.txt
	touch $@

check: install-dev
	scripts/check.sh

test: install-dev
	scripts/test.sh

docs: install-dev
	$(BIN)/python -m bedo.config.docs

bench: install-dev
	$(BIN)/python -m bench

fmt: install-dev
	$(BIN)/ruff check --fix -q bedo tests
	$(BIN)/ruff format -q bedo tests scripts
	find bedo -name '*.html' | xargs $(BIN)/djade --target-version 5.2 || true
