# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
# Every target sets up what it needs: .venv, pinned and hash-checked dependencies, the bruecke command.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOURCES := app ui storage sync resources tests

.PHONY: run test check bench soak pictures bundle clean

run: $(READY) libraries
	$(BIN)/bruecke sample beispiel

test: check libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -m "not soak"

check: $(READY)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

soak: $(READY) libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -m soak

pictures: $(READY) libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/bruecke pictures docs/bilder

bundle: $(READY) libraries
	$(BIN)/pyinstaller --noconfirm build_installer.spec

.PHONY: libraries
libraries: $(READY)
	@$(BIN)/python -m app.system_libraries

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "KIM-Brücke braucht Python 3.11 oder neuer."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Es fehlt python3-venv. Bitte installieren: apt-get install -y python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist beispiel
