# One command per question. `make venv` builds .venv and nothing else; the other targets build it when it is missing.
PYTHON ?= python3.11
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help venv compiled pure demo check bytecode test browser clients eval faults portable soak format lock bench

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  -/'

venv: .venv/.complete .venv/.compiled  ## build .venv from the pinned, hashed dependencies

# The stamp is written last, so that an interrupted build is repeated.
.venv/.complete: constraints.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) is not installed (Debian: apt install python3 python3-venv; or make PYTHON=python3)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The hot path is compiled where a C compiler is there (hatch_build.py): once with the package, and again when it changes.
.venv/.compiled: .venv/.complete hatch_build.py $(wildcard src/ostiary/*/*.pxd) $(patsubst %.pxd,%.py,$(wildcard src/ostiary/*/*.pxd))
	@$(BIN)/python hatch_build.py
	@touch $@

compiled: .venv/.complete  ## compile the hot path, or fail
	OSTIARY_REQUIRE_CYTHON=1 $(BIN)/python hatch_build.py
	@touch .venv/.compiled

# The stamp goes too, so that what asks for a venv compiles again.
pure: .venv/.complete  ## remove what was compiled: the hot path runs in Python until the next make venv
	OSTIARY_SKIP_CYTHON=1 $(BIN)/python hatch_build.py
	@rm -f .venv/.compiled

demo: venv  ## a guided tour of the door, then it stays up until Ctrl-C
	$(BIN)/ostiary demo

check: venv  ## format, lint, types, layers, shape
	$(BIN)/ruff format --check --quiet src tests tools bench hatch_build.py
	$(BIN)/ruff check --quiet src tests tools bench hatch_build.py
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/check_shape.py

# Tests start some two thousand processes of ours. An environment that writes no bytecode would have each compile every module again.
bytecode: venv
	@$(BIN)/python -m compileall -q src/ostiary

test: check bytecode  ## make check, then every test (no network)
	$(BIN)/pytest -n 2 --dist loadfile

browser: bytecode  ## every page of the resident portal and the public site in a real browser, in every language, in every window and on paper
	$(BIN)/pytest -n 0 tests/browser/test_*.py tests/browser/browser_*.py

clients: bytecode  ## every real client through a door, in the clear and over TLS, one line each (CLIENTS="pgjdbc --json")
	PYTHONPATH=tests $(BIN)/python -m clients.matrix $(CLIENTS)

bench: venv  ## measure the door beside PgBouncer and direct (BENCH=quick; PART="lookups streams"); writes bench/results
	$(BIN)/python -m bench $(PART)

eval: venv  ## how good the watch is: words, planted, documented and held-out cases, in tables (EVAL=--quick, EVAL="--only text", EVAL=--json)
	@nice $(BIN)/python -m bench.watch_eval $(EVAL)

faults: bytecode  ## every way to lose the log, tried: steps and system calls that fail, kills, full disks, power cuts (FAULTS_SEED=N)
	$(BIN)/pytest -n 2 --dist load -q -p no:warnings tests/faults/faults_*.py

# The engines stand beside .venv, which has ibis, pyarrow and pandas: nothing that enforces ever imports them.
portable: bytecode  ## every detector on PySpark (needs Java) and on ClickHouse, compared with DuckDB; downloads some 800 MB once
	@test -e .portable/.complete || { $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --target .portable -r tests/portable/requirements.txt && touch .portable/.complete; }
	PYTHONPATH=.portable $(BIN)/pytest -n 0 -q -p no:warnings --timeout 900 tests/portable

soak: bytecode  ## the long tests, some minutes each; make test has none of them
	$(BIN)/pytest -n 0 -s tests/soak/soak_*.py

format: venv  ## rewrite the sources in the house format
	$(BIN)/ruff format src tests tools bench hatch_build.py
	$(BIN)/ruff check --fix-only --quiet src tests tools bench hatch_build.py

lock: venv  ## pin the dependencies again, with hashes and without an index address
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml -o constraints.txt
