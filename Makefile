# Bare `make` prints what there is. Everything runs in .venv, which is built from requirements.lock when it is missing
# or out of date; nothing outside this folder is written (except Debian packages: those that `make test` asks for, and
# the fonts of the PDF that `make run` installs where it may).
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help venv run up season test check lint bench mutation clean env lock

help: ## this list
	@echo "final-accounts 决算 - commands:"
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

venv: ## build or refresh the private environment .venv
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) on PATH: install Python 3.11 to 3.14, or name one: make PYTHON=/path/python3.12"; exit 2; }
	@$(PYTHON) scripts/bootstrap.py

run: venv ## the seasons 2021 and 2022 of the example cities through Airflow, then the table of units
	@$(PY) scripts/run_season.py

season: venv ## a made-up city of 300 units through 120 days (half an hour), proven at the end; short: SEASON="--units 30 --days 15 --overlap 0"
	@$(PY) scripts/simulate_season.py $(SEASON)

up: venv ## Airflow with its pages on the same data, until Ctrl-C; prints address, user and password
	@$(PY) scripts/up.py

test: venv ## the whole suite (installs the Debian packages it needs, or names them)
	@$(PY) scripts/debian_packages.py
	@$(PY) -m pytest -n auto --dist loadfile

lint: venv ## format, lint, types and the rooms' import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test ## lint, then test: what a change must pass

bench: venv ## measured speeds of review, arrivals, publishing and audit; the audit's proof; the forecast against guessing
	@$(PY) benchmarks/review.py
	@$(PY) benchmarks/arrivals.py
	@$(PY) benchmarks/publishing.py
	@$(PY) benchmarks/audit.py
	@$(PY) benchmarks/forecast.py

mutation: venv ## one wrong fen, hundreds of times: is it caught, is the cell named? writes docs/mutation.md
	@$(PY) benchmarks/mutation.py

env: venv ## write .env with fresh random secrets for docker-compose.yaml (never overwrites)
	@$(PY) scripts/make_env.py

lock: venv ## recompile requirements.lock from pyproject.toml
	@.bootstrap/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

clean: ## remove the environment, caches and everything the product made under var/
	@rm -rf .venv .bootstrap var .mypy_cache .ruff_cache .hypothesis .import_linter_cache include/*.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
