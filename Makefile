# `make run` and `make test` need Python 3.11 or later with venv, and nothing else installed.

PORT ?= 8000
PYTHON ?= $(firstword $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$one" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$one"; done))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
# What is installed is known by the contents of the files that name it.
KEY := $(shell cat requirements/lock.txt pyproject.toml | cksum | cut -d ' ' -f 1)
TEST_KEY := $(shell cat requirements/lock-test.txt pyproject.toml | cksum | cut -d ' ' -f 1)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--no-header --no-emit-index-url

.PHONY: run test lock

run: .venv/run-$(KEY) $(CATALOGUES)
	@exec $(BIN)/langaccess demo --port $(PORT)

test: .venv/test-$(TEST_KEY)
	@tests/check

# Exact versions with hashes. The tests run with the versions that run the service, and more.
lock: .venv/test-$(TEST_KEY)
	$(BIN)/$(LOCK) pyproject.toml requirements/build.in -o requirements/lock.txt
	$(BIN)/$(LOCK) --group test --constraint requirements/lock.txt \
		pyproject.toml requirements/build.in -o requirements/lock-test.txt

.venv/run-$(KEY): | .venv/bin/python
	@echo "Installing what requirements/lock.txt names; the first time this takes a minute."
	@$(PIP) --require-hashes --requirement requirements/lock.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test-$(TEST_KEY): | .venv/bin/python
	@echo "Installing what requirements/lock-test.txt names; the first time this takes a minute."
	@$(PIP) --require-hashes --requirement requirements/lock-test.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/run-$(KEY)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later with venv is needed." >&2; exit 1; }
	@$(PYTHON) -m venv .venv

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
