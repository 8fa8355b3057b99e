# Overtone. `make help` lists the targets. Everything is downloaded by pip, npm and apt from the
# registries they are set up for. All paths are relative: the clone may lie in a path with spaces.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
MODULES := web/node_modules/.installed
STATIC := assist/server/static/overlay.html
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/test-results/*')
PYTEST := $(BIN)/python -m pytest
# A worker a core; what shares a server or a browser stays together.
SPREAD := -n auto --dist loadfile
ROUNDS := 5

.PHONY: help setup demo test lint style types files web-check unit explore packs vitest e2e test-interop screenshots browser nginx bench spec lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: $(BIN)/assist $(STATIC) ## set up Python and the front end; quick when nothing changed

demo: setup ## start the sidecar with sample calls and print its address
	$(BIN)/assist demo

test: setup browser nginx ## everything that must pass: unit, contract, property, rules, front end, browser
	@$(MAKE) --keep-going -j1 packs vitest unit e2e
	@echo "All tests passed."

lint: style types files web-check ## formatting, lint and types, for Python and TypeScript

style: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup
	$(BIN)/mypy

files: setup
	$(BIN)/python scripts/check_files.py

web-check: setup
	$(BIN)/python scripts/front_end.py run check

unit: setup # Python tests, all but the browser's
	$(PYTEST) $(SPREAD) --hypothesis-profile=gate --ignore=tests/e2e

explore: setup ## the property tests alone, ROUNDS times (5) with examples that nobody has tried yet
	@for round in $$(seq $(ROUNDS)); do $(PYTEST) $(SPREAD) -m hypothesis --ignore=tests/e2e || exit 1; done

packs: setup # the rule packs: no error, and every test written beside the rules
	$(BIN)/assist rules check
	$(BIN)/assist rules test

vitest: setup
	$(BIN)/python scripts/front_end.py run test

e2e: setup browser
	$(PYTEST) $(SPREAD) tests/e2e

test-interop: setup ## real recognisers hear synthetic voices, and Overtone hears them; 300 MB more
	scripts/need_debian.sh espeak-ng sox
	$(BIN)/python -m pip install -q -c constraints.txt --group interop
	$(PYTEST) -m interop tests/interop

screenshots: setup browser ## take the pictures of the docs anew; look at them before committing
	OVERTONE_SCREENSHOTS=1 $(PYTEST) tests/e2e/test_pictures.py

browser:
	@test -n "$(CHROMIUM)" || scripts/need_debian.sh chromium fonts-noto-cjk

nginx:
	@scripts/unpack_debian.sh nginx nginx

bench: setup ## measure the cost of the engine and the server; prints ratios
	$(BIN)/python -m bench

spec: setup ## write the specifications of the wire anew, from its models
	$(BIN)/assist spec asyncapi > docs/integrators/asyncapi.json
	$(BIN)/assist spec openapi > docs/integrators/openapi.json

lock: ## resolve every dependency anew and write constraints.txt
	rm -rf .make/lock && "$$(scripts/find_python.sh)" -m venv .make/lock
	.make/lock/bin/python -m pip install -q --upgrade pip
	.make/lock/bin/python -m pip install -q -e . --group dev $$(.make/lock/bin/python -c 'import sys; sys.path.insert(0, "scripts"); import front_end; print(front_end.NODE_PACKAGE)')
	{ echo "# Every version that 'make setup' installs. Written by 'make lock'; do not edit."; \
	  .make/lock/bin/python -m pip list --format=freeze --exclude-editable --exclude setuptools; } > constraints.txt

clean: ## remove everything that was built or installed here
	rm -rf $(VENV) web/node_modules assist/server/static dist build .make .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results

# -- how set-up is done -------------------------------------------------------------------------

$(BIN)/assist: $(INSTALLED)

# An environment whose Python is gone or too old is made anew; one that works is brought up to date.
$(INSTALLED): pyproject.toml constraints.txt scripts/find_python.sh
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  python=$$(scripts/find_python.sh) && echo "Python: $$python" && "$$python" -m venv --clear $(VENV); }
	$(BIN)/python -m pip install -q -c constraints.txt --upgrade pip
	$(BIN)/python -m pip install -q -c constraints.txt -e . --group dev $$($(BIN)/python scripts/front_end.py need)
	@touch $@

$(MODULES): web/package.json web/package-lock.json scripts/front_end.py | $(INSTALLED)
	$(BIN)/python scripts/front_end.py ci
	@touch $@

$(STATIC): $(MODULES) $(WEB_SOURCES)
	$(BIN)/python scripts/front_end.py run build
	@touch $@
