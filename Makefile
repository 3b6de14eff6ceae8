# The automated edition. `make paper` builds it, `make test` tests it; both set up what they need.
# `make help` lists the commands.

SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# What may be said on the command line -----------------------------------------------------------
PANEL  ?=#       the authors' panel: make paper PANEL=path/to/panel.csv
ENGINE ?= auto#  auto, quarto or press
REF    ?=#       a git tag or commit: make diff REF=v1.0
SINCE  ?=#       a git tag or commit: make marked-up SINCE=submitted-v1
KEY    ?=#       a number: make number KEY=model.term.estimate
FILE   ?=#       a Word file that came back: make word-back FILE=reviewed.docx
APPLY  ?=#       1: make word-back applies what it finds
COMMENTS ?=#     into-source: make word-back puts the comments into the sources too
PORT   ?=#       where make preview serves; a free port unless it is said

# What was said goes to the programs as it was typed: in the environment, never in the text of a command.
$(foreach name,PANEL ENGINE REF SINCE KEY FILE APPLY COMMENTS PORT,$(eval override $(name) := $$(value $(name))))
PANEL_FROM := $(value PWD)#  a relative PANEL or FILE counts from where make was called, which with `make -C folder` is not this folder
export PANEL_FROM ENGINE REF SINCE KEY FILE APPLY COMMENTS PORT $(if $(PANEL),PANEL)#  one that is not named is none, as without make: both find the same results kept

# What the surroundings hand down leads nobody elsewhere (press/base/environment.py keeps the same list; pip's and uv's words are
# read by requirements/install.py alone).
HANDED_DOWN := PYTHON% VIRTUAL_ENV% CONDA_% JUPYTER% IPYTHON% MPL% MATPLOTLIB% GIT_% TYPST_% PANDOC% LUA_% GHCRTS% XML_% SGML_% FONTCONFIG_% BASH_ENV% CDPATH%
unexport $(filter-out PYTHONHASHSEED,$(filter $(HANDED_DOWN),$(.VARIABLES)))
export PYTHONUTF8 := 1#  files are UTF-8, whatever the locale
export OPENBLAS_NUM_THREADS := 1#  matrices are small here: more threads only wait for each other
export MPLCONFIGDIR := $(CURDIR)/.venv/matplotlib#  the list of fonts, else in the home folder

# An environment is made on this machine; programs that came with the sources are not run in its place.
ifneq ($(shell test -f .git/index && LC_ALL=C tr '\000' '\n' < .git/index | grep -a -e '\.venv$$' -e '\.venv/' | head -n 1),)
$(error git tracks .venv here, which is no place for sources: remove it (git rm -r --cached .venv), or do not trust this checkout)
endif

# The environment is as it should be where a file is there that bears the checksum of its lock (an age says nothing).
PYTHON := .venv/bin/python
READY  := .venv/ready-paper-$(firstword $(shell cksum < requirements/paper.lock))
TESTS  := .venv/ready-test-$(firstword $(shell cksum < requirements/test.lock))
ifeq ($(wildcard $(PYTHON)),)
.PHONY: $(READY) $(TESTS)
endif

# The paper --------------------------------------------------------------------------------------
.PHONY: paper html pdf docx jats preview check standin

paper: $(READY)  ## build every page in every format into _site
	@$(PYTHON) -m press build

html: FORMAT := html#   one format of every page, into _draft
pdf:  FORMAT := typst
docx: FORMAT := docx
jats: FORMAT := jats
html pdf docx jats: $(READY)  ## build one format into _draft
	@$(PYTHON) -m press build --to $(FORMAT) --output-dir _draft

preview: $(READY)  ## show the pages in a browser, anew after every save (PORT=n)
	@exec $(PYTHON) -m press build --preview $${PORT:+"--port=$$PORT"} $${PANEL:+"--watch=$$PANEL_FROM/$$PANEL" "--watch=$$PANEL"}

check: $(READY)  ## say what PANEL=FILE holds and what the official statistics lack, without building
	@$(PYTHON) -m analysis check

standin: $(READY)  ## calibrate the synthetic stand-in panel anew
	@$(PYTHON) -m analysis stand-in

# The journal ------------------------------------------------------------------------------------
.PHONY: submission word-back marked-up

submission: $(READY)  ## make what a journal asks for, with an anonymous twin, into _submission
	@$(PYTHON) -m press submission

word-back: $(READY)  ## carry edits of a Word file into the sources: make word-back FILE=reviewed.docx, into _word
	@$(PYTHON) -m press word-back $$(test "$$APPLY" != 1 || echo --apply) $${COMMENTS:+"--comments=$$COMMENTS"} -- "$$FILE"

marked-up: $(READY)  ## mark in Word and PDF what changed since a git tag: make marked-up SINCE=tag, into _marked_up
	@$(PYTHON) -m press marked-up -- "$$SINCE"

# Tests ------------------------------------------------------------------------------------------
.PHONY: lint test test-all coverage publish-check

PYTEST := $(PYTHON) -m pytest -n 2 --dist loadfile -r s

lint: $(TESTS)  ## see to form, types and which room imports which (as .pre-commit-config.yaml does)
	@$(PYTHON) -m ruff check --quiet
	@$(PYTHON) -m ruff format --quiet --check
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo

test: $(TESTS)  ## run the tests (five minutes)
	@$(PYTEST) -m "not long"

test-all: $(TESTS)  ## run every test, also the long ones (about 40 minutes)
	@$(PYTEST)

coverage: $(TESTS)  ## run the tests that `make test` runs, and say how much of the code they reach
	@$(PYTEST) -m "not long" --cov --cov-report=term

publish-check: $(READY)  ## see whether the built site can be published: links, files, network, sizes
	@$(PYTHON) -m press publish-check

# Robustness -------------------------------------------------------------------------------------
.PHONY: verify-build licences parts lock-check

verify-build: $(READY)  ## build twice in different places and compare every byte
	@$(PYTHON) -m press verify-build

licences: $(TESTS)  ## list the licence of every package that is used
	@$(PYTHON) -m press licences

parts: $(TESTS)  ## write the list of parts (SPDX) into sbom.spdx.json
	@$(PYTHON) -m press parts

lock-check: $(TESTS)  ## ask the registry for a wheel of every pinned package on every platform
	@$(PYTHON) -m press wheels

# Comparisons ------------------------------------------------------------------------------------
.PHONY: check-numbers number sentences reproduce diff

check-numbers: $(READY)  ## find numbers typed by hand, wrong roundings and false claims of significance
	@$(PYTHON) -m press check-numbers

number: $(READY)  ## tell of a number what it is, where it stands and what made it: make number KEY=key
	@$(PYTHON) -m press number -- "$$KEY"

sentences: $(READY)  ## print every branch of the sentences with its numbers, in its place, for proofreading
	@$(PYTHON) -m press sentences

reproduce: $(READY)  ## rebuild from the data in a clean folder and compare with the published article
	@$(PYTHON) -m press reproduce

diff: $(READY)  ## set numbers and text beside those of a git tag: make diff REF=tag, into _diff
	@$(PYTHON) -m press diff -- "$$REF"

# For archives, libraries and data editors --------------------------------------------------------
.PHONY: metadata replication-package check-package file-list

metadata: $(READY)  ## write CITATION.cff, .zenodo.json, the Data Package anew
	@$(PYTHON) -m press metadata

replication-package: $(READY)  ## pack what a data editor needs to run it all again, into _package
	@$(PYTHON) -m press package

check-package: $(READY)  ## unpack that elsewhere, run it, compare every output, judge it line by line
	@$(PYTHON) -m press check-package

file-list: $(READY)  ## write docs/files.txt, by which an unpacked archive knows its own files from others
	@$(PYTHON) -m press file-list

# Other programs ---------------------------------------------------------------------------------
.PHONY: external

EXTERNAL := .venv-external/ready-external-$(firstword $(shell cksum < requirements/external.lock))

external: $(EXTERNAL)  ## check what other programs computed and hold (2 GB of packages, minutes)
	@.venv-external/bin/python -m pytest -n 2 --dist load tests/analysis/estimators/test_external_*.py

# Speed ------------------------------------------------------------------------------------------
.PHONY: bench

bench: $(READY)  ## measure how long builds take, into press/bench/results.md
	@$(PYTHON) -m press bench

# The environment --------------------------------------------------------------------------------
.PHONY: quarto lock clean help

INSTALL := python3 -I requirements/install.py

$(READY):
	@$(INSTALL) paper $@

$(TESTS):
	@$(INSTALL) test $@ $(READY)

$(EXTERNAL):
	@$(INSTALL) external $@

quarto: $(READY)  ## install genuine Quarto through pip
	@$(INSTALL) quarto .venv

# Upgrades what a build and its tests need; what only the other sets need follows.
COMPILE := $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

lock: $(READY)  ## pin every dependency anew in requirements/
	@$(COMPILE) pyproject.toml --group test --upgrade --output-file requirements/test.lock
	@$(COMPILE) pyproject.toml --constraint requirements/test.lock --upgrade --output-file requirements/paper.lock
	@$(COMPILE) pyproject.toml --group test --group external --constraint requirements/test.lock --upgrade --output-file requirements/external.lock
	@$(COMPILE) --group pyproject.toml:installer --upgrade --output-file requirements/installer.lock
	@$(COMPILE) --group pyproject.toml:audit --upgrade --output-file requirements/audit.lock
	@$(COMPILE) --group pyproject.toml:browser --upgrade --output-file requirements/browser.lock

clean:  ## remove everything that was built, but the environment
	@python3 -I press/render/built_files.py _site _draft
	@rm -rf _site.new _diff _word _marked_up _submission _package _results _variables.yml .press .quarto .pytest_cache .hypothesis .press-*

help:  ## this list
	@awk -F ':.*  ## ' '/^[a-z -]+:.*  ## / {printf "%-25s %s\n", $$1, $$2}' Makefile
