# One command per question. `make venv` builds .venv and nothing else; the other targets build it when it is missing.
PYTHON ?= python3.11
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help venv demo check test soak format lock bench

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  -/'

venv: .venv/.complete  ## build .venv from the pinned, hashed dependencies

# The stamp is written last, so that an interrupted build is repeated.
.venv/.complete: constraints.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) is not installed (Debian: apt install python3 python3-venv; or make PYTHON=python3)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: venv  ## a guided tour of the door, then it stays up until Ctrl-C
	$(BIN)/ostiary demo

check: venv  ## format, lint, types, layers, shape
	$(BIN)/ruff format --check --quiet src tests tools bench
	$(BIN)/ruff check --quiet src tests tools bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/check_shape.py

test: check  ## make check, then every test (no network)
	$(BIN)/pytest -n 2 --dist loadfile

bench: venv  ## measure the door beside PgBouncer and direct (BENCH=quick; PART="lookups streams"); writes bench/results
	$(BIN)/python -m bench $(PART)

soak: venv  ## the long tests, some minutes each; make test has none of them
	$(BIN)/pytest -n 0 tests/soak/soak_*.py

format: venv  ## rewrite the sources in the house format
	$(BIN)/ruff format src tests tools bench
	$(BIN)/ruff check --fix-only --quiet src tests tools bench

lock: venv  ## pin the dependencies again, with hashes and without an index address
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml -o constraints.txt
