# make demo     builds everything and starts a deployment, against the service's double on this machine
# make test     runs all tests                    make check   the library's shape, formatting, types
# make test-pythons   the binding on every CPython of this machine
# make bench    figures beside plain C            make wheel   wheels and sdists in dist/ (BUNDLE=no: without libcurl)
# make install  PREFIX=/usr/local                 make install-lib FLAVOUR=static|embedded PREFIX=...
# make soak     10,000 starts, 2,000 deployments   make sanitize   tests under the thread and address sanitizers
# make release  a .tar.gz of all that is installed, in dist/
# make check-wheel   the wheels and the release on a bare Debian machine, made for that and removed (as root)

PREFIX ?= /usr/local
FLAVOUR ?= static
BUNDLE ?= yes
DIST ?= dist
PYTHON ?= /usr/bin/python3
export PYTHON

STAGE := $(CURDIR)/.build-stage
VENV := $(CURDIR)/.venv
WHEEL_VENV := $(CURDIR)/.build-wheel
# The libcurl that goes along with wheels and releases, for machines without one.
LIBCURL := $(CURDIR)/.build-libcurl
LIBCURL_IF_BUNDLED = $(if $(filter yes,$(BUNDLE)),$(LIBCURL))
# "static" carries the Swift runtime, "embedded" is the size of a C library; the same tests run on both.
FLAVOURS := static embedded
SWIFT_RESOURCES = $(shell swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')

.PHONY: demo test test-swift test-library check bench install install-lib install-program setup stage clean
.PHONY: parts wheel release check-wheel soak sanitize

demo: setup
	@echo "Building the library, the emulator and the program (the first time takes some minutes)"
	$(MAKE) install PREFIX=$(STAGE)/static
	Scripts/demo $(STAGE)/static

## Installing

install: install-lib install-program

# Library and program share what both are made of, as long as they are built with the same flags.
static_flags = $(if $(filter static,$(FLAVOUR)),--static-swift-stdlib)

# The library, the header and what a compiler needs to find them.
install-lib:
	CAD_FLAVOUR=$(FLAVOUR) CAD_SWIFT_RESOURCES=$(SWIFT_RESOURCES) swift build -c release --disable-local-rpath \
	    $(static_flags) --scratch-path .build-$(FLAVOUR) --product codearts_deploy
	Scripts/install-lib .build-$(FLAVOUR)/release $(DESTDIR)$(PREFIX)

install-program:
	CAD_FLAVOUR=static swift build -c release --static-swift-stdlib --disable-local-rpath \
	    --scratch-path .build-static --product codearts-deploy
	install -D -s -m 755 .build-static/release/codearts-deploy $(DESTDIR)$(PREFIX)/bin/codearts-deploy

# What wheels and releases are made of: the library in the flavour asked for, and the program.
parts: setup $(if $(LIBCURL_IF_BUNDLED),$(LIBCURL)/libcurl-codearts.txt)
	$(MAKE) install-lib FLAVOUR=$(FLAVOUR) PREFIX=$(STAGE)/$(FLAVOUR)-release
	$(MAKE) install-program PREFIX=$(STAGE)/$(FLAVOUR)-release

wheel: parts $(WHEEL_VENV)/ready
	PYTHON=$(WHEEL_VENV)/bin/python Scripts/wheels $(STAGE)/$(FLAVOUR)-release $(DIST) $(LIBCURL_IF_BUNDLED)

release: parts
	Scripts/release $(STAGE)/$(FLAVOUR)-release $(DIST) $(FLAVOUR) $(LIBCURL_IF_BUNDLED)

$(LIBCURL)/libcurl-codearts.txt: Scripts/bundled-curl
	Scripts/bundled-curl $(LIBCURL)

$(WHEEL_VENV)/ready: Packaging/requirements.txt
	$(PYTHON) -m venv $(WHEEL_VENV)
	$(WHEEL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

## Testing

# What the tests run: both libraries and the program, installed as users would have them.
stage: setup
	$(MAKE) install PREFIX=$(STAGE)/static
	$(MAKE) install-lib FLAVOUR=embedded PREFIX=$(STAGE)/embedded

test: stage test-swift test-library

test-swift: export CODEARTS_DEPLOY_LIBRARY = $(STAGE)/static/lib/libcodearts_deploy.so.0
test-swift: export CODEARTS_DEPLOY_PROGRAM = $(STAGE)/static/bin/codearts-deploy
test-swift:
	swift test --scratch-path .build

test-library: $(VENV)/ready
	for flavour in $(FLAVOURS); do \
	    echo "The library's tests, flavour $$flavour"; \
	    CAD_FLAVOUR=$$flavour CAD_PREFIX=$(STAGE)/$$flavour \
	    CODEARTS_DEPLOY_LIBRARY=$(STAGE)/$$flavour/lib/libcodearts_deploy.so.0 \
	    CODEARTS_DEPLOY_PROGRAM=$(STAGE)/static/bin/codearts-deploy PYTHONPATH=$(CURDIR)/bindings/python/src \
	    Scripts/test-library $(VENV)/bin/python || exit 1; \
	done

test-pythons: stage
	Scripts/test-pythons

$(VENV)/ready: bindings/python/requirements-test.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

check: stage $(VENV)/ready
	for flavour in $(FLAVOURS); do Scripts/check-library $$flavour $(STAGE)/$$flavour || exit 1; done
	swift format lint --strict --recursive Package.swift Sources Tests
	Scripts/generate-models --check $(STAGE)/static/lib/libcodearts_deploy.so.0
	cd bindings/python && $(VENV)/bin/python -m mypy
	@echo "check: all is well"

check-wheel: wheel release $(VENV)/ready
	Scripts/setup debootstrap
	CAD_FLAVOUR=$(FLAVOUR) CAD_WHEELS=$(abspath $(DIST)) $(VENV)/bin/python -m pytest -q -p no:cacheprovider Packaging/tests

# The long forms of what `make test` does in short.
soak: export CAD_PREFIX = $(STAGE)/static
soak: export CODEARTS_DEPLOY_LIBRARY = $(STAGE)/static/lib/libcodearts_deploy.so.0
soak: export CODEARTS_DEPLOY_PROGRAM = $(STAGE)/static/bin/codearts-deploy
soak: stage $(VENV)/ready
	$(VENV)/bin/python Tests/Soak/soak.py
	$(VENV)/bin/python Tests/Soak/deploy-soak 2000 1

sanitize: stage $(VENV)/ready
	for kind in thread address; do CAD_PREFIX=$(STAGE)/static \
	    CODEARTS_DEPLOY_PROGRAM=$(STAGE)/static/bin/codearts-deploy Scripts/sanitize $$kind $(VENV)/bin/python || exit 1; \
	done

bench: stage $(VENV)/ready
	Benchmarks/run $(STAGE)
	Benchmarks/run-many $(STAGE) $(VENV)/bin/python

## Around

setup:
	Scripts/setup

clean:
	rm -rf .build .build-* .venv dist
