# The commands of the README. Each sets up what it needs: Python 3.11 or newer is all it assumes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NEWEST = $(shell sh tools/newest-python)

.PHONY: demo test test-slow test-newest check bench clean

demo: $(VENV)/installed
	$(BIN)/rechallenge plan cadonilimab-stepwise --dose "375 mg" --volume "250 mL"

# The tests start the program a hundred times: it must not be compiled anew each time, as it is in
# many containers.
test test-slow test-all test-deep: export PYTHONDONTWRITEBYTECODE =
TESTS = $(BIN)/python -m pytest -n auto --dist worksteal

# All tests but those marked `slow`, with half of the random examples. Decision 053 says which are
# slow, and how long this takes.
test: $(VENV)/tested
	TIMES_THE_EXAMPLES=0.5 $(TESTS) -m "not slow"

# What `make test` leaves out: the tests marked `slow`, and those on random examples, all of these.
test-slow: $(VENV)/tested
	$(TESTS) -m "slow or hypothesis"

# Both at once.
test-all: $(VENV)/tested
	$(TESTS)
.PHONY: test-all

# The tests on random examples, with twenty times as many examples of each: a night's work.
test-deep: $(VENV)/tested
	TIMES_THE_EXAMPLES=20 $(TESTS) -m hypothesis
.PHONY: test-deep

# Changes in what works numbers out, one at a time, and whether a test fails. CHANGES=300 tries so
# many, drawn at random; all of them take hours. Begun again, it goes on where it was.
mutation: $(VENV)/tested
	$(BIN)/python -m tools.mutation $(CHANGES)
.PHONY: mutation

# A million inputs that no person would write, for every reader: some minutes.
fuzz: $(VENV)/installed
	$(BIN)/python -m tools.fuzz 1000000
.PHONY: fuzz

# Every file that is written, killed and refused at each system call. It needs strace.
faults: $(VENV)/installed
	$(BIN)/python -m tools.faults
.PHONY: faults

# Two hundred ways to misuse each command, each of which gets a sentence.
misuse: $(VENV)/installed
	$(BIN)/python -m tools.misuse 200
.PHONY: misuse

# Every formula of the workbooks of some 600 plans, calculated by LibreOffice: some minutes. Fails
# where soffice is not installed.
test-office: $(VENV)/tested
	$(BIN)/python -m pytest tests/office/with_libreoffice.py -s
.PHONY: test-office

# A hundred thousand plans by every shipped protocol, and what must hold of each: some minutes.
sweep: $(VENV)/installed
	$(BIN)/python -m tools.sweep 100000
.PHONY: sweep

# All of them on the newest Python of this machine, in an environment of its own.
test-newest:
	$(NEWEST) --version
	$(MAKE) test-all PYTHON=$(NEWEST) VENV=.venv-newest

check: $(VENV)/checked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p rechallenge
	$(BIN)/mypy tests examples bench
	$(BIN)/lint-imports
	$(BIN)/rechallenge check protocols
	$(BIN)/python -m tools.licences --check
	$(BIN)/python -m tools.sbom --check
	$(BIN)/python -m tools.vulnerabilities

# The released environment, whole: versions and hashes, licences, the list of parts. What is locked
# stays as it is where it still fits; UPGRADE=--upgrade takes the newest of everything.
lock: $(VENV)/checked
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		--output-file requirements.lock $(UPGRADE)
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m tools.licences
	$(BIN)/python -m tools.sbom
.PHONY: lock

bench: $(VENV)/installed
	$(BIN)/python -m bench.run

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

# The tests compile what they load. To compile all that is installed takes three times as long.
$(VENV)/tested: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --editable . --group test
	@touch $(VENV)/installed $@

$(VENV)/checked: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group check
	@touch $@

clean:
	rm -rf .venv .venv-newest .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Write the golden sheets anew after a change that is meant; then read the diff.
goldens: $(VENV)/tested
	$(BIN)/python -m tests.sheet.orders
	$(BIN)/python -m tests.sheet.printed
	$(BIN)/python -m tools.pictures
	$(BIN)/python -m tools.sheet_pictures
.PHONY: goldens

# Every text that a person reads, in one file for a translator.
words: $(VENV)/tested
	$(BIN)/python -m tools.words
.PHONY: words
