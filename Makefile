# The verbs of Lantern. `make` alone lists them. Needs GNU make and Python 3.11 or newer.
# State stands in LANTERN_HOME (.local); the front door is LANTERN_PORT (8000) on loopback.

PYTHON ?= python3
LANTERN_HOME ?= .local
LANTERN_PORT ?= 8000
# What `make test` runs, such as TESTS="tests/unit/shared -x"; nothing means everything.
TESTS ?=
export LANTERN_HOME LANTERN_PORT

BIN = $(LANTERN_HOME)/venv/bin
RUN = "$(BIN)/python" -m

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo test sure rules pictures bench scoreboard fix types imports migrate \
	doctor sign-ins clean-demo

help:
	@echo "usage: make VERB"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## /  \1 - /p' Makefile

setup: ## everything Lantern needs, without starting it
	@"$(PYTHON)" -m operations.bootstrap

setup-tests:
	@"$(PYTHON)" -m operations.bootstrap --tests

demo: ## from nothing to a running system with two invented schools (Ctrl-C ends it)
	@"$(PYTHON)" -m operations.bootstrap --demo
	@LANTERN_ENDS_WITH_PARENT=1 exec $(RUN) operations demo

test: setup-tests ## the whole suite: real PostgreSQL, real mail server, real browser
	@$(RUN) operations browser
	@$(RUN) pytest -n 2 --dist loadfile $(TESTS)

sure: setup-tests ## everything that must hold before a change is handed in
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy
	@"$(BIN)/lint-imports"
	@$(MAKE) --no-print-directory test
	@$(RUN) operations rules

rules: setup-tests ## the policy rules against the tests that hold them
	@$(RUN) operations rules

bench: setup-tests ## speed and cost, as ratios to the floor on this machine
	@$(RUN) operations bench $(LINES)

scoreboard: setup-tests ## the reliability and security lines at full size (LINES="R1 S3")
	@$(RUN) operations scoreboard $(LINES)

PICTURED := child-topics child-sent little-topics inbox-live
pictures: setup-tests ## the pictures of docs/pictures anew, from a test's own run
	@$(RUN) operations browser
	@LANTERN_PICTURES=docs/pictures LANTERN_PICTURES_OF="$(PICTURED)" $(RUN) pytest -q tests/e2e/test_child_tells.py

fix: setup-tests ## format the code and mend what ruff can mend
	@$(RUN) ruff format .
	@$(RUN) ruff check --fix .

types: setup-tests ## check the types
	@$(RUN) mypy

imports: setup-tests ## check who may import whom
	@"$(BIN)/lint-imports"

migrate: setup ## bring the demo's database up to date
	@$(RUN) operations migrate

doctor: setup ## what is wrong with this machine or this Lantern
	@$(RUN) operations doctor

sign-ins: setup ## the demo people who can sign in
	@$(RUN) operations sign-ins

clean-demo: setup ## forget the demo's data; the next demo begins anew
	@$(RUN) operations clean-demo
