# Needs GNU make, a POSIX shell and Python >= 3.11. `make` alone says what there is.

VENV ?= .venv
WORKERS ?= 2
REQUIREMENTS ?= dev

OLDEST := 3, 11
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python3.15; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < ($(OLDEST)))' 2>/dev/null \
		&& { echo "$$python"; break; }; done)
endif

NAME_ONE := name one with make PYTHON=/path/to/python3
NO_PYTHON := This needs Python 3.11 or newer and finds none: install it, or $(NAME_ONE).
OLD_PYTHON := This needs Python 3.11 or newer, and $(PYTHON) is not: $(NAME_ONE).
NO_VENV := $(PYTHON) has no venv: install it (on Debian and Ubuntu the package python3-venv).

BIN := $(VENV)/bin
# A document's examples build on each other: a file stays with one worker.
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
UNFINISHED := examples/unfinished-monitoring.toml
COMPLETE = $(filter-out $(UNFINISHED),$(sort $(wildcard examples/*.toml)))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONHOME PYTHONPATH

.NOTPARALLEL:
.PHONY: help demo check test laws nightly setup lint format suite docs other-pythons oldest wheel coverage bench schemas pins clean FORCE

help:
	@echo "make demo    set up .venv and score the examples"
	@echo "make check   lint, types, imports and the tests in one Python: for each commit"
	@echo "make test    the same, every other Python found, the built wheel, the site, coverage: everything"
	@echo "make nightly the laws with 50,000 examples each, for a night"
	@echo "make setup   only set up .venv for work on the code"
	@echo "make format  lay out the code, and mend what can be mended without thought"
	@echo "make docs    make the site of the documentation, in build/docs"
	@echo "make bench   measure against other ways to score; QUICK=1 for a look"
	@echo "make schemas renew the JSON Schemas in src/maturity_core/schemas"
	@echo "make pins    renew the pinned requirements"
	@echo "make clean   remove what the others made"

demo: $(VENV)/demo.installed
	@echo '$$ maturity score $(COMPLETE)'
	@$(BIN)/maturity score $(COMPLETE)
	@echo
	@echo '$$ maturity check $(UNFINISHED)'
	@$(BIN)/maturity check $(UNFINISHED)

# Ten examples of each law, so that it is quick; `make test` looks at a hundred, and at a thousand.
check: export MATURITY_HYPOTHESIS ?= quick
check: lint suite

# Coverage comes last, so that the output ends with pytest's own summary line.
test: lint docs other-pythons oldest wheel laws coverage

# The laws over rubrics that use every operator, with a thousand examples each; a hundred elsewhere.
EVERY_OPERATOR := $(addprefix tests/laws/test_,all_operators.py plans.py round_trips.py)
laws: export MATURITY_HYPOTHESIS := thorough
laws: $(VENV)/dev.installed
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(EVERY_OPERATOR)

nightly: export MATURITY_HYPOTHESIS := nightly
nightly: $(VENV)/dev.installed
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/laws

setup: $(VENV)/dev.installed

lint: $(VENV)/dev.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports --no-logo

format: $(VENV)/dev.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

suite: $(VENV)/$(REQUIREMENTS).installed
	$(PYTEST)

coverage: $(VENV)/dev.installed
	$(PYTEST) --cov

# Made anew each time: of a page that did not change Sphinx would not tell again what is wrong there.
docs: $(VENV)/dev.installed
	@rm -rf build/docs build/doctrees
	$(BIN)/sphinx-build -n -W --keep-going -q -c docs -d build/doctrees . build/docs
	@echo '<meta http-equiv="refresh" content="0; url=docs/index.html">' >build/docs/index.html
	@echo "The site begins at build/docs/index.html."

# One Python per minor version; a name that does not run (a shim, say) counts as not found.
other-pythons: $(VENV)/made-for
	@set -e; \
	tell='import sys; \
	new = sys.version_info >= ($(OLDEST)) and sys.implementation.name == "cpython"; \
	new or sys.exit(1); \
	print("%d.%d" % sys.version_info[:2])'; \
	done=" $$($(BIN)/python -c "$$tell") "; \
	for python in python3.11 python3.12 python3.13 python3.14 python3.15 \
			"$$(pyenv root 2>/dev/null || echo /nowhere)"/versions/*/bin/python3; do \
		version=$$("$$python" -c "$$tell" 2>/dev/null) || continue; \
		case "$$done" in *" $$version "*) continue;; esac; \
		if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
			echo "== $$python has no venv: not tested =="; continue; \
		fi; \
		done="$$done$$version "; \
		echo "== Python $$version =="; \
		$(MAKE) --no-print-directory PYTHON="$$python" VENV=".venvs/$$version" \
			REQUIREMENTS=test suite; \
	done; \
	echo "== Pythons:$$done=="

# The oldest versions that pyproject.toml allows; the newest are those of the dev environment.
oldest:
	@$(MAKE) --no-print-directory VENV=.venvs/oldest .venvs/oldest/oldest.installed
	@echo "== A new rubric's project with the oldest versions =="
	@set -e; bin=$$(pwd)/.venvs/oldest/bin; room=$$(mktemp -d); trap 'rm -rf "$$room"' EXIT; \
	cd "$$room"; \
	"$$bin/maturity" rubric new acme-101-2026 --package project; \
	"$$bin/python" -m pip install -qq --no-build-isolation --no-deps --no-index --target there ./project; \
	export PYTHONPATH="$$room/there"; test() { "$$bin/python" -m pytest -q -p no:cacheprovider "$$@"; }; \
	(cd project && test tests); test --rubric acme-101-2026 -k vector there

# pip without an index installs nothing more: the pins must hold all that the wheel asks for.
wheel: $(VENV)/dev.installed
	@rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	@echo "== The wheel in an empty environment =="
	@set -e; here=$$(pwd); room=$$(mktemp -d); trap 'rm -rf "$$room"' EXIT; \
	$(BIN)/python -m venv "$$room/venv"; \
	wheel=$$(echo "$$here"/dist/*.whl); \
	cd "$$room"; \
	pip() { venv/bin/python -I -m pip install -qq "$$@"; }; \
	pip --require-hashes --no-deps -r "$$here/requirements/core.txt"; \
	pip --no-index "$$wheel"; \
	venv/bin/python -I "$$here/tests/wheel_smoke.py"; \
	pip --require-hashes --no-deps -r "$$here/requirements/demo.txt"; \
	pip --no-index "$$wheel[cli]"; \
	for file in $(COMPLETE); do venv/bin/maturity score "$$here/$$file" >/dev/null; done; \
	echo "The command scores $(words $(COMPLETE)) examples."

# The other ways to score stay out of every other environment.
bench:
	@$(MAKE) --no-print-directory VENV=.venvs/bench .venvs/bench/bench.installed
	@.venvs/bench/bin/python benchmarks/run.py $(if $(QUICK),--quick)

# What is installed is what the file of that name pins, and it must pin all that is needed: a pip
# that looks for dependencies itself may find newer ones. Nothing is downloaded to build the package.
$(VENV)/%.installed: requirements/%.txt pyproject.toml $(VENV)/made-for
	@echo "Installing $< in $(VENV) ..."
	@$(BIN)/python -m pip install -qq --require-hashes --no-deps -r $<
	@$(BIN)/python -m pip install -qq --no-build-isolation --no-deps -e .
	@$(BIN)/python -m pip check >/dev/null || { $(BIN)/python -m pip check; exit 1; }
	@touch $@

# An environment holds paths: it is made anew when the folder was moved or the Python is another.
%/made-for: FORCE
	@test -n "$(PYTHON)" || { echo "$(NO_PYTHON)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < ($(OLDEST)))' \
		|| { echo "$(OLD_PYTHON)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(NO_VENV)" >&2; exit 1; }
	@made_for="$$("$(PYTHON)" -c 'import sys; print(sys.version, sys.base_prefix)') $(CURDIR)"; \
	test "$$(cat $@ 2>/dev/null)" = "$$made_for" || { \
		"$(PYTHON)" -m venv --clear $(@D) && echo "$$made_for" >$@; }

# The schemas that the wheel brings; a test says when they have to be renewed.
schemas: $(VENV)/dev.installed
	@for kind in rubric assessment scorecard; do \
		$(BIN)/maturity schema $$kind -o src/maturity_core/schemas/$$kind.schema.json; \
	done

# The only place that needs uv: pip cannot pin for every system and Python at once.
UV := .venvs/pins/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make pins"
pins: .venvs/pins/made-for
	@.venvs/pins/bin/python -m pip install -qq uv==0.13.9
	$(UV) --upgrade --all-extras pyproject.toml requirements/dev.in -o requirements/dev.txt
	@rm -f $(addprefix requirements/,core.txt demo.txt test.txt bench.txt oldest.txt)
	$(UV) -c requirements/dev.txt pyproject.toml -o requirements/core.txt
	$(UV) -c requirements/dev.txt --extra cli pyproject.toml requirements/demo.in -o requirements/demo.txt
	$(UV) -c requirements/dev.txt --all-extras pyproject.toml requirements/test.in -o requirements/test.txt
	$(UV) -c requirements/dev.txt --extra cli pyproject.toml requirements/bench.in -o requirements/bench.txt
	$(UV) --resolution lowest-direct --extra cli --extra testing pyproject.toml requirements/oldest.in \
		-o requirements/oldest.txt

clean:
	rm -rf .venv .venvs dist build htmlcov .coverage .coverage.* \
		.hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks src tests -name __pycache__ -type d -prune -exec rm -rf {} +
