# Needs make and Python 3.11 or later; everything else is installed into .venv by the first target that wants it.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
READY := $(VENV)/.ready
PYTHON := $(VENV)/bin/python
DEMO := build/demo
STEWARDS := $(VENV)/bin/stewards --store $(DEMO)/store
INTERPRETERS := python3 python3.14 python3.13 python3.12 python3.11

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(READY) ## Build the shipped graph, print PyTorch Foundation's board then and now, draw it
	$(STEWARDS) build
	$(STEWARDS) ask board "PyTorch Foundation" --as-of 2022-10-01
	$(STEWARDS) ask board "PyTorch Foundation"
	$(STEWARDS) view "PyTorch Foundation" -o $(DEMO)/pytorch.html
	@echo "Open $(DEMO)/pytorch.html in a browser."

.PHONY: test
test: lint types browser axe virtuoso ## Run everything that CI runs
	$(PYTHON) -m pytest -n 2

.PHONY: lint
lint: $(READY) ## Check style and layout with ruff
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check

.PHONY: types
types: $(READY) ## Check types with mypy
	$(PYTHON) -m mypy

.PHONY: bench
bench: $(READY) ## Run every benchmark in tests/bench and print its figures
	@for script in tests/bench/bench_*.py; do \
		echo "$$script"; $(PYTHON) -m "tests.bench.$$(basename "$$script" .py)" || exit 1; \
	done

.PHONY: notebooks
notebooks: $(READY) ## Run the notebooks from a clean state and write them as pages into build/notebooks
	@rm -rf build/notebooks
	cd notebooks && $(abspath $(PYTHON)) -m nbconvert --config pages.py --output-dir ../build/notebooks *.ipynb
	@echo "Open build/notebooks/01-who-governs-pytorch.html in a browser."

.PHONY: golden
golden: $(READY) ## Write the golden answers anew; read the diff before you commit it
	$(PYTHON) -m pytest -n 2 --renew-golden

.PHONY: pictures
pictures: $(READY) browser ## Renew the pictures of views in the docs, from a store of the public sources: STORE=folder
	$(PYTHON) -m tests.view.pictures $(STORE)

.PHONY: constraints
constraints: $(READY) ## Renew the locked versions in constraints.txt
	$(PYTHON) -m pip install -qq uv
	$(PYTHON) -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--generate-hashes --custom-compile-command "make constraints" --quiet -o constraints.txt

.PHONY: wheel
wheel: $(READY) ## Build the source distribution, and the wheel from it, into dist
	@rm -rf dist
	$(PYTHON) -m build --no-isolation

.PHONY: clean
clean: ## Remove what the other targets made
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The browser tests drive Chromium. Whoever may install it gets it; CI must have it.
.PHONY: browser
browser:
	@for name in chromium chromium-browser google-chrome; do \
		command -v $$name >/dev/null && exit 0; \
	done; \
	if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || [ -n "$$CI" ]; }; then \
		echo "Installing Chromium for the browser tests"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } \
			>/dev/null </dev/null && exit 0; \
	fi; \
	if [ -n "$$CI" ]; then echo "Chromium cannot be installed" >&2; exit 1; fi; \
	echo "No Chromium: the browser tests will be skipped"

# The pages are checked with axe-core, which comes from npm; CI must have it wherever it can be had.
AXE := build/axe/axe.min.js
AXE_VERSION := 4.14.1

.PHONY: axe
axe:
	@[ -s $(AXE) ] && exit 0; \
	mkdir -p $(dir $(AXE)); \
	if command -v apt-get >/dev/null && ! command -v npm >/dev/null && { [ "$$(id -u)" = 0 ] || [ -n "$$CI" ]; }; then \
		echo "Installing npm for axe-core"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends npm; } >/dev/null </dev/null || true; \
	fi; \
	if command -v npm >/dev/null; then \
		npm pack --silent --pack-destination $(dir $(AXE)) axe-core@$(AXE_VERSION) >/dev/null && \
		tar -xzf $(dir $(AXE))axe-core-$(AXE_VERSION).tgz -C $(dir $(AXE)) --strip-components=1 package/axe.min.js && exit 0; \
	fi; \
	if [ -n "$$CI" ]; then echo "axe-core cannot be installed" >&2; exit 1; fi; \
	echo "No axe-core: the tests of accessibility will be skipped"

# Questions are put to two SPARQL servers: Oxigraph comes from PyPI, Virtuoso from Debian.
.PHONY: virtuoso
virtuoso:
	@command -v virtuoso-t >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || [ -n "$$CI" ]; }; then \
		echo "Installing Virtuoso for the tests of stores"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin; } \
			>/dev/null </dev/null && exit 0; \
	fi; \
	if [ -n "$$CI" ]; then echo "Virtuoso cannot be installed" >&2; exit 1; fi; \
	echo "No Virtuoso: the tests on it will be skipped"

# Debian keeps ensurepip in a package of its own, so a python3 without it is common.
$(READY): pyproject.toml constraints.txt
	@if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		for name in $(INTERPRETERS); do \
			$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$$name && break; \
		done; \
		[ -n "$$python" ] || { echo "Stewards needs Python 3.11 or later, and found none of: $(INTERPRETERS)" >&2; exit 1; }; \
		if $$python -c 'import ensurepip, venv' 2>/dev/null; then $$python -m venv --clear $(VENV); \
		elif $$python -c 'import virtualenv' 2>/dev/null; then $$python -m virtualenv --quiet --clear $(VENV); \
		else echo "$$python cannot make virtual environments: apt-get install python3-venv" >&2; exit 1; fi; \
	fi
	@echo "Installing the locked dependencies into $(VENV); the first time takes about a minute"
	@$(PYTHON) -m pip install -qq --require-hashes -r constraints.txt
	@$(PYTHON) -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@
