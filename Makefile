# Each target sets up what it needs. `make` prints this list.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.complete
MINUTES ?= 10
ROUNDS ?= 200
ADVISORIES := .venv-advisories/.complete
PEERS := .venv-peers/.complete
SECONDS ?= 60
JUDGES := tests/audit/node_modules/.complete
JUDGES_IF_NPM := $(if $(shell command -v npm 2>/dev/null),$(JUDGES))

help: ## print this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(SETUP) ## make .venv with everything pinned
	@# A service may not write beside its program, and would compile it anew at each start, which takes half a second.
	@$(BIN)/python -m compileall -q generator form_api

$(SETUP): requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

run: setup ## build the site and serve it with the form on http://127.0.0.1:8000
	$(BIN)/python -m generator build
	$(BIN)/python -m form_api serve --site site

preview: setup ## show the site on http://127.0.0.1:8000, new at each save of contacts.yml
	$(BIN)/python -m generator preview

judges: $(JUDGES) ## fetch what others wrote to judge the site: axe-core, the Nu checker, Lighthouse (needs npm, java)

$(JUDGES): tests/audit/package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing; install it: apt-get install nodejs npm"; exit 1; }
	@command -v java >/dev/null || echo "java is missing; for the Nu checker install it: apt-get install default-jre-headless"
	cd tests/audit && npm ci --loglevel=error
	@touch $@

test: setup $(JUDGES_IF_NPM) ## run every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

audit: setup judges ## Lighthouse's marks for home, a service and a notice, as on a telephone
	$(BIN)/python -m tests.audit

check: setup ## format, lint, types and the quick tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto -m "not slow"

advisories: setup $(ADVISORIES) ## ask whether a hole is known in what is depended on (needs the network; 2: it could not tell)
	$(BIN)/python -m tests.advisories

$(ADVISORIES): requirements-advisories.txt
	$(PYTHON) -m venv .venv-advisories
	.venv-advisories/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-advisories.txt
	@touch $@

fuzz: setup ## spoil good directories for MINUTES (10) and see that nothing breaks
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

faults: setup ## kill the service ROUNDS (200) times under load and count what became of each question
	$(BIN)/python -m tests.faults --rounds $(ROUNDS)

load: setup ## a bad day for SECONDS (60): 200 visitors and 50 questions a second, then attackers beside them (needs nginx)
	$(BIN)/python -m tests.load --seconds $(SECONDS)

fix: setup ## format and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

accept: setup ## rewrite golden pages, expected messages and the form for editors, to be read as a diff
	ACCEPT=1 $(BIN)/python -m pytest tests/generator/test_golden.py tests/generator/test_broken.py tests/generator/test_schema.py

bench: setup $(PEERS) ## measure speed, as ratios against a baseline or a peer in the same run
	$(BIN)/python -m benchmarks

$(PEERS): requirements-peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-peers.txt
	@touch $@

lock: ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.txt
	uv pip compile --group pyproject.toml:advisories --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-advisories.txt
	uv pip compile --group pyproject.toml:peers --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-peers.txt

clean: ## remove what was built, keeping var/ with its letters
	rm -rf site site.builds .mypy_cache .pytest_cache .ruff_cache .hypothesis

.PHONY: help setup run preview judges test audit advisories check fuzz faults load fix accept bench lock clean
