# The automated edition. `make paper` builds it, `make test` tests it; both set up what they need.
# `make help` lists the commands.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# What may be said on the command line -----------------------------------------------------------
PANEL  ?=#       the authors' panel: make paper PANEL=path/to/panel.csv
ENGINE ?= auto#  auto, quarto or press
REF    ?=#       a git tag or commit: make diff REF=v1.0

# A relative PANEL counts from where make was called, which with `make -C folder` is not this folder.
PANEL_FROM := $(PWD)
export PANEL PANEL_FROM

PYTHON := .venv/bin/python
PIP    := $(PYTHON) -m pip --disable-pip-version-check
READY  := .venv/ready-$(firstword $(shell cksum < requirements.lock))#  the lock's checksum, not its age
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export OPENBLAS_NUM_THREADS := 1#  matrices are small here: more threads only wait for each other
export PYTHONUTF8 := 1#  files are UTF-8, whatever the locale
export PYTHONDONTWRITEBYTECODE :=#  compiled modules are kept, or each command would compile them anew
export MPLCONFIGDIR := $(CURDIR)/.venv/matplotlib#  the list of fonts, else in the home folder
export QUARTO_PYTHON := $(CURDIR)/$(PYTHON)

# Pages and figures are dated by the commit, which in an unpacked archive is the one that its note names.
ifndef SOURCE_DATE_EPOCH
COMMITTED := $(shell if [ -e .git ]; then git log -1 --format=%ct; else python3 -S -m analysis.version; fi 2>/dev/null)
ifneq ($(COMMITTED),)
export SOURCE_DATE_EPOCH := $(COMMITTED)
endif
endif
QUARTO := $(shell PATH="$(PATH)" command -v quarto)

# The paper --------------------------------------------------------------------------------------
.PHONY: paper html pdf docx jats preview check standin

paper: $(READY)  ## build every page in every format into _site
	@$(or $(BUILD_$(ENGINE_USED)),$(UNKNOWN_ENGINE))

html: FORMAT := html#   one format of every page, into _draft
pdf:  FORMAT := typst
docx: FORMAT := docx
jats: FORMAT := jats
html pdf docx jats: $(READY)  ## build one format into _draft
	@$(PYTHON) -m press render --to $(FORMAT) --output-dir _draft

preview: $(READY)  ## show the pages in a browser, anew after every save (PORT=n)
	@$(or $(PREVIEW_$(ENGINE_USED)),$(UNKNOWN_ENGINE))

check: $(READY)  ## say what PANEL=FILE holds, without building
	@$(PYTHON) -m analysis check

standin: $(READY)  ## calibrate the synthetic stand-in panel anew
	@$(PYTHON) -m analysis standin

ENGINE_USED := $(if $(filter auto,$(ENGINE)),$(if $(QUARTO),quarto,press),$(ENGINE))

define BUILD_press
echo "Building with press$(if $(QUARTO),, (genuine Quarto is not installed; \`make quarto\` gets it))."
$(PYTHON) -m press render
endef

define BUILD_quarto
if [ -z "$(QUARTO)" ]; then echo "error: Quarto is not installed; \`make quarto\` gets it, ENGINE=press does without." >&2; exit 1; fi
echo "Building with genuine Quarto (ENGINE=press takes our own renderer)."
$(PYTHON) -m press.replace _site _site.new quarto render --output-dir _site.new
endef

define UNKNOWN_ENGINE
echo "error: ENGINE is one of auto, quarto and press." >&2; exit 1
endef

# The panel is watched wherever it may lie.
define PREVIEW_press
exec $(PYTHON) -m press preview $(if $(PORT),--port $(PORT)) $(if $(PANEL),--watch "$$PANEL_FROM/$$PANEL" --watch "$$PANEL")
endef

define PREVIEW_quarto
if [ -z "$(QUARTO)" ]; then echo "error: Quarto is not installed; \`make quarto\` gets it, ENGINE=press does without." >&2; exit 1; fi
exec quarto preview $(if $(PORT),--port $(PORT))
endef

# The journal ------------------------------------------------------------------------------------
.PHONY: submission

submission: $(READY)  ## make what a journal asks for, with an anonymous twin, into _submission
	@$(PYTHON) -m analysis submission

# Tests ------------------------------------------------------------------------------------------
.PHONY: test test-all publish-check

PYTEST := $(PYTHON) -m pytest -n 2 --dist loadfile -r s

test: $(READY)  ## run the tests (four minutes)
	@$(PYTEST) -m "not long"

test-all: $(READY)  ## run every test, also the long ones (half an hour)
	@$(PYTEST)

publish-check: $(READY)  ## see whether the built site can be published: links, files, network, sizes
	@$(PYTHON) -m analysis publish-check

# Robustness -------------------------------------------------------------------------------------
.PHONY: verify-build licences parts lock-check

verify-build: $(READY)  ## build twice in different places and compare every byte
	@$(PYTHON) -m verify build

licences: $(READY)  ## list the licence of every package that is used
	@$(PYTHON) -m verify licences

parts: $(READY)  ## write the list of parts (SPDX) into sbom.spdx.json
	@$(PYTHON) -m verify parts

lock-check: $(READY)  ## ask the registry for a wheel of every pinned package on every platform
	@$(PIP) install --quiet uv
	@$(PYTHON) -m verify wheels

# Comparisons ------------------------------------------------------------------------------------
.PHONY: check-numbers reproduce diff

check-numbers: $(READY)  ## find numbers typed by hand, wrong roundings and false claims of significance
	@$(PYTHON) -m analysis check-numbers

reproduce: $(READY)  ## rebuild from the data in a clean folder and compare with the published article
	@ENGINE=$(ENGINE_USED) $(PYTHON) -m analysis reproduce

diff: $(READY)  ## set numbers and text beside those of a git tag: make diff REF=tag, into _diff
	@$(PYTHON) -m analysis diff "$(REF)"

# For archives, libraries and data editors --------------------------------------------------------
.PHONY: metadata replication-package check-package

metadata: $(READY)  ## write CITATION.cff, .zenodo.json, the Data Package and the RO-Crate anew
	@$(PYTHON) -m analysis metadata

replication-package: $(READY)  ## pack what a data editor needs to run it all again, into _package
	@$(PYTHON) -m analysis replication-package

check-package: $(READY)  ## unpack that elsewhere, run it, compare every output, judge it line by line
	@$(PYTHON) -m analysis check-package

# Other programs ---------------------------------------------------------------------------------
.PHONY: external

EXTERNAL := .venv-external/ready-$(firstword $(shell cksum < requirements-external.lock))

external: $(EXTERNAL)  ## check what other programs computed and hold (600 MB of packages, minutes)
	@.venv-external/bin/python -m pytest -n 2 --dist load tests/test_external_*.py

$(EXTERNAL):
	@echo "Setting up other programs in .venv-external (once; 600 MB)."
	@python3 -m venv --clear .venv-external
	@.venv-external/bin/python -m pip --disable-pip-version-check install --quiet --only-binary :all: --require-hashes -r requirements-external.lock
	@touch $(EXTERNAL)

# Speed ------------------------------------------------------------------------------------------
.PHONY: bench

bench: $(READY)  ## measure how long builds take, into bench/results.md
	@$(PYTHON) -m bench

# The environment --------------------------------------------------------------------------------
.PHONY: quarto lock clean help

PROGRESS := /^(Collecting|Processing)/ && ++n % 20 == 0 {print "  " n " packages found"} /^Installing/ {print "  installing " n} {fflush()}

$(READY):
	@python3 -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "error: Python 3.11 or newer is needed, but python3 is " + sys.version.split()[0] + ".")'
	@if [ -L .venv ]; then echo "error: .venv is a link to an environment that does not fit requirements.lock." >&2; exit 1; fi
	@echo "Setting up Python packages in .venv (once; about a minute)."
	@python3 -m venv --clear .venv
	@set -o pipefail; $(PIP) install --only-binary :all: --require-hashes -r requirements.lock | awk '$(PROGRESS)'
	@touch $(READY)

quarto: $(READY)  ## install genuine Quarto through pip
	@echo "Installing genuine Quarto (a download of more than 100 MB)."
	@$(PIP) install --quiet "$$($(PYTHON) -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["quarto"][0])')" 2> .venv/quarto.log \
	  || { echo "error: quarto-cli could not be installed, since it downloads its program from outside the package registry (pip's words are in .venv/quarto.log)." >&2; exit 1; }

lock: $(READY)  ## pin every dependency anew in requirements.lock
	@$(PIP) install --quiet uv
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group test pyproject.toml --upgrade --output-file requirements.lock
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group test --group external pyproject.toml --constraint requirements.lock --output-file requirements-external.lock
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group pyproject.toml:audit --output-file requirements-audit.lock
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --group pyproject.toml:browser --output-file requirements/browser.lock

clean:  ## remove everything that was built, but the environment
	@rm -rf _site _site.new _site.new-old _draft _diff _submission _package _results _variables.yml .press .quarto .pytest_cache .hypothesis .press-*

help:  ## this list
	@awk -F ':.*  ## ' '/^[a-z -]+:.*  ## / {printf "%-25s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
