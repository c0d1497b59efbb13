# The targets; `make` alone prints this list.
#
# make demo           builds everything and starts a deployment, against the emulator of the service on this machine
# make test           all tests
# make check          the library's shape and size, generated files, lint, types
# make lint           swift format, ruff
# make format         formats the Swift sources, and applies the safe fixes of ruff
# make install        PREFIX=/usr/local: library, archive, headers, pkg-config and CMake files, program
# make install-lib    the library and what a compiler needs to find it
# make install-program    the program alone
# make stage          the same as install, into .build-stage: what the tests from outside look at
# make wheel          wheels and sdists in dist/ (BUNDLE=no: without libcurl)
# make release        a .tar.gz of all that is installed, in dist/
# make check-wheel    the wheels and the release on a bare Debian machine, made for that and removed (as root)
# make test-languages every binding against the same table, with what Debian has for its language
# make docs           the API reference of Python and Swift as HTML, in dist/docs
# make test-pythons   the binding on every CPython of this machine
# make soak           10,000 starts, 2,000 deployments, a release of 2,000; 10,000 starts in every language
# make sanitize       tests under the thread and address sanitizers
# make bench          figures beside the official SDK, other clients and plain C (BENCH=--quick: in three minutes)
# make clean          removes everything that was built

PREFIX ?= /usr/local
BUNDLE ?= yes
DIST ?= dist
PYTHON ?= /usr/bin/python3
export PYTHON

# Where everything is installed for the tests, as users would have it.
STAGE := $(CURDIR)/.build-stage
VENV := $(CURDIR)/.venv
WHEEL_VENV := $(CURDIR)/.build-wheel
PEERS := $(CURDIR)/.build-peers
DOCS_VENV := $(CURDIR)/.build-docs
# The libcurl that goes along with wheels and releases, for machines without one.
LIBCURL := $(CURDIR)/.build-libcurl
LIBCURL_IF_BUNDLED = $(if $(filter yes,$(BUNDLE)),$(LIBCURL))
SWIFT_RESOURCES = $(shell swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')

.PHONY: help demo test build-tests build-debug check lint format bench install install-lib install-program setup stage
.PHONY: clean docs test-languages test-pythons parts wheel release check-wheel soak sanitize

help:
	@sed -n 's/^# make /make /p' Makefile

demo: stage
	Scripts/demo $(STAGE)

## Installing

install: install-lib install-program

# The library, the header and what a compiler needs to find them.
install-lib:
	CAD_EMBEDDED=yes CAD_SWIFT_RESOURCES=$(SWIFT_RESOURCES) swift build -c release --disable-local-rpath \
	    --experimental-lto-mode full --scratch-path .build-embedded --product codearts_deploy
	Scripts/install-lib .build-embedded/release $(DESTDIR)$(PREFIX)
	Scripts/static-archive .build-embedded/release $(DESTDIR)$(PREFIX)

install-program:
	swift build -c release --static-swift-stdlib --disable-local-rpath \
	    --scratch-path .build-program --product codearts-deploy
	install -D -s -m 755 .build-program/release/codearts-deploy $(DESTDIR)$(PREFIX)/bin/codearts-deploy
	Scripts/install-completions .build-program/release/codearts-deploy $(DESTDIR)$(PREFIX)

# What wheels and releases are made of.
parts: stage $(if $(LIBCURL_IF_BUNDLED),$(LIBCURL)/libcurl-codearts.txt)

wheel: parts $(WHEEL_VENV)/ready
	PYTHON=$(WHEEL_VENV)/bin/python Scripts/wheels $(STAGE) $(DIST) $(LIBCURL_IF_BUNDLED)

release: parts
	Scripts/release $(STAGE) $(DIST) $(LIBCURL_IF_BUNDLED)

$(LIBCURL)/libcurl-codearts.txt: Scripts/bundled-curl
	Scripts/bundled-curl $(LIBCURL)

$(WHEEL_VENV)/ready: Packaging/requirements.txt
	$(PYTHON) -m venv $(WHEEL_VENV)
	$(WHEEL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

## Testing

# Both at once: the library is built as one module after the other, which leaves a core to the program.
stage: setup
	@echo "Building the library, the emulator and the program (the first time takes some minutes)"
	$(MAKE) --no-print-directory -j2 install PREFIX=$(STAGE)

# What `make test` needs. The program and the emulator are those that Swift's own tests are built with: to build them a
# second time, as they ship, would take longer than all tests do. `.ci/run` looks at those.
build-tests: setup
	@echo "Building the library, the program and Swift's tests (the first time takes some minutes)"
	$(MAKE) --no-print-directory -j2 install-lib build-debug PREFIX=$(STAGE)

build-debug:
	swift build --build-tests --scratch-path .build

test: build-tests $(VENV)/ready
	CODEARTS_DEPLOY_PROGRAM=$(CURDIR)/.build/debug/codearts-deploy Scripts/test

test-languages: build-tests $(VENV)/ready
	CODEARTS_DEPLOY_PROGRAM=$(CURDIR)/.build/debug/codearts-deploy Scripts/test-languages

test-pythons: stage
	Scripts/test-pythons

$(VENV)/ready: bindings/python/requirements-test.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

check: stage lint
	Scripts/check-library $(STAGE)
	Scripts/setup golang-go
	Scripts/generate-models --check $(STAGE)/lib/libcodearts_deploy.so.0
	Scripts/binding-readmes --check
	Scripts/check-types $(VENV)/bin/python
	@echo "check: all is well"

lint: $(VENV)/ready
	swift format lint --strict --recursive Package.swift Sources Tests
	$(VENV)/bin/ruff check

format: $(VENV)/ready
	swift format format -i --recursive Package.swift Sources Tests
	$(VENV)/bin/ruff check --fix

check-wheel: wheel release $(VENV)/ready
	Scripts/setup debootstrap
	CAD_WHEELS=$(abspath $(DIST)) $(VENV)/bin/python -m pytest -q -p no:cacheprovider Packaging/tests

# The long forms of what `make test` does in short.
soak: export CAD_PREFIX = $(STAGE)
soak: export CODEARTS_DEPLOY_LIBRARY = $(STAGE)/lib/libcodearts_deploy.so.0
soak: export CODEARTS_DEPLOY_PROGRAM = $(STAGE)/bin/codearts-deploy
soak: export PYTHONPATH = $(CURDIR)/Tests/Support
soak: stage $(VENV)/ready
	$(VENV)/bin/python Tests/Soak/soak.py
	$(VENV)/bin/python Tests/Soak/deploy-soak 2000 1
	$(VENV)/bin/python Tests/Soak/release-soak 2000 1
	BINDINGS_STARTS=10000 Scripts/pytest Tests/Bindings/test_life.py -k leave_nothing_behind

sanitize: stage $(VENV)/ready
	for kind in thread address; do CAD_PREFIX=$(STAGE) \
	    CODEARTS_DEPLOY_PROGRAM=$(STAGE)/bin/codearts-deploy Scripts/sanitize $$kind $(VENV)/bin/python || exit 1; \
	done

bench: $(PEERS)/ready
	Scripts/setup libssl-dev
	$(MAKE) --no-print-directory install-lib PREFIX=$(STAGE)
	mkdir -p .build-logs
	$(PYTHON) Benchmarks --prefix $(STAGE) --python $(PEERS)/bin/python --json .build-logs/bench.json $(BENCH)

# The official SDK and the HTTP clients that the binding is measured beside.
$(PEERS)/ready: Benchmarks/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

# pdoc, which reads Python's docstrings.
$(DOCS_VENV)/ready: Packaging/docs-requirements.txt
	$(PYTHON) -m venv $(DOCS_VENV)
	$(DOCS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

docs: build-tests $(DOCS_VENV)/ready
	Scripts/docs $(DOCS_VENV)/bin/python $(STAGE)/lib/libcodearts_deploy.so.0 $(DIST)/docs

## Around

setup:
	Scripts/setup

clean:
	rm -rf .build .build-* .venv dist
