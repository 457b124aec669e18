# Everything one needs to work on plbot. Type `make` for the list. Needs Python 3.11 or newer; nothing else.

PYTHON ?= python3
PYTEST_ARGS ?=
WORKERS ?= auto
CRASH_KILLS ?= 200
POLLING_KILLS ?= 30
TALK_KILLS ?= 48
FUZZ_EXAMPLES ?= 5000
# The tests start plbot a hundred times: what Python compiles is kept from one start to the next.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format crash fuzz bench docs screen constraints clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## make the environment in .venv (the other targets do it by themselves)

demo: $(READY)  ## a sample class to talk with, no account needed
	$(BIN)/plbot demo

test: $(READY)  ## the tests, without the long ones
	$(BIN)/python -m pytest -q -n $(WORKERS) $(PYTEST_ARGS)

check: $(READY)  ## style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)  ## put the format right
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

crash: $(READY)  ## pull the plug CRASH_KILLS times (kill -9) in mid-conversation, POLLING_KILLS times on a platform, TALK_KILLS times while classmates talk or somebody is paged: nothing may be lost or count twice
	CRASH_KILLS=$(CRASH_KILLS) POLLING_KILLS=$(POLLING_KILLS) TALK_KILLS=$(TALK_KILLS) $(BIN)/python -m pytest -q -m slow tests/crash $(PYTEST_ARGS)

fuzz: $(READY)  ## the long tests: FUZZ_EXAMPLES random conversations, every transcript in every mode of a platform, what hangs
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(BIN)/python -m pytest -q -n $(WORKERS) -m slow tests --ignore=tests/crash --ignore=tests/test_packaging.py $(PYTEST_ARGS)

bench: $(READY)  ## how many turns a second, and how fast messages and pictures leave
	$(BIN)/python benchmarks/turns.py
	$(BIN)/python benchmarks/adapters.py
	$(BIN)/python benchmarks/pictures.py
	$(BIN)/python benchmarks/placement.py

docs: $(READY)  ## write anew what is made from the code: the privacy page, the diagram of states, the schema of content
	$(BIN)/python -m plbot.storage.datamap > docs/privacy.md.new
	mv docs/privacy.md.new docs/privacy.md
	$(BIN)/python docs/redraw.py
	$(BIN)/plbot content schema --to content/standard.schema.json

screen: $(READY)  ## learn anew what the safety screen goes by beside its lists, from tests/safety (forty minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[learn]'
	$(BIN)/python -m tests.safety.learn

constraints: $(READY)  ## pin the newest versions that pyproject.toml allows
	$(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager -e '.[test,check,learn]'
	@sed -n '/^#/p' constraints.txt > constraints.txt.new
	$(BIN)/python -m pip freeze --exclude plbot --exclude setuptools --exclude wheel | grep '==' >> constraints.txt.new
	mv constraints.txt.new constraints.txt
	@touch $(READY)

clean:  ## remove what can be made again; .venv and data folders stay
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src adapters tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last, so that an installation that was cut short is begun anew.
$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no '$(PYTHON)' here. Name a Python 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "plbot needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make environments: its module venv is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,check]'
	@touch $@
