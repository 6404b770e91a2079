# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
# Every target sets up what it needs: .venv, pinned and hash-checked dependencies, the bruecke command.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOURCES := app ui storage sync resources tests
WINDOWS := tests/ui tests/journeys tests/demo tests/benchmarks
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -m "not soak"

.PHONY: run test check bench soak pictures bundle clean machine

run: $(READY)
	$(BIN)/bruecke sample beispiel

# Two halves of about the same length beside each other, since a computer has two cores at least.
test: check
	@$(PYTEST) $(WINDOWS) > $(VENV)/windows.log 2>&1 & windows=$$!; \
	$(PYTEST) tests $(addprefix --ignore=,$(WINDOWS)); rest=$$?; \
	echo "The other half, with windows:"; \
	wait $$windows; seen=$$?; cat $(VENV)/windows.log; exit $$((rest || seen))

check: $(READY)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

soak: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -m soak

pictures: $(READY)
	QT_QPA_PLATFORM=offscreen $(BIN)/bruecke pictures docs/bilder

# On Debian 12 this needs besides: apt-get install -y binutils libpython3.11
bundle: $(READY)
	$(BIN)/pyinstaller --noconfirm build_installer.spec

# Says what this machine lacks, all in one apt-get line, before anything is downloaded.
machine:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "KIM-Brücke braucht Python 3.11 oder neuer. Die Zeile, die es installiert, steht in README.md."; exit 1; }
	@$(PYTHON) -m app.system_libraries

$(READY): requirements.lock pyproject.toml | machine
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist beispiel
