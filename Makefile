# Each target does all of its own set-up: Python 3.11 or later, make and pip are enough. Everything stays in .venv.
SHELL := /bin/sh
VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/ready

# A stray PYTHONPATH or PYTHONHOME would put somebody else's packages in front of ours.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help demo test lint types layers format docs clean moved

help: ## Say what each target does
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

demo: $(READY) ## Put the example's test suite on trial and show its scorecard
	@$(BIN)/earnest check examples/library; code=$$?; \
	if [ $$code -eq 1 ]; then echo "(Exit code 1: the example's suite falls short somewhere, as the scorecard above says. The demo itself worked.)"; \
	elif [ $$code -ne 0 ]; then exit $$code; fi

test: $(READY) ## Run all of our own tests
	$(BIN)/python -m pytest tests

lint: $(READY) ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## Check types (mypy, strict)
	$(BIN)/mypy

layers: $(READY) ## Check that imports between rooms point down only
	$(BIN)/lint-imports

format: $(READY) ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY) ## Write the reference pages that are made from the code
	$(BIN)/python docs/generate.py

clean: ## Remove the environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist

# The environment is made again when pyproject.toml changes, and when the checkout has been moved
# (an editable installation remembers its absolute path).
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): moved
endif
$(READY): pyproject.toml .ci/environment
	@.ci/environment $(VENV)
	@echo "$(CURDIR)" > $(READY)
