# make demo     builds everything and starts a deployment, against the service's double on this machine
# make test     runs all tests                    make check   the library's shape, formatting, types
# make bench    figures beside plain C            make wheel   a wheel in dist/
# make install  PREFIX=/usr/local                 make install-lib FLAVOUR=static|embedded PREFIX=...

PREFIX ?= /usr/local
FLAVOUR ?= static
PYTHON ?= /usr/bin/python3
export PYTHON

STAGE := $(CURDIR)/.build-stage
VENV := $(CURDIR)/.venv
# "static" carries the Swift runtime, "embedded" is the size of a C library; the same tests run on both.
FLAVOURS := static embedded
SWIFT_RESOURCES = $(shell swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')

.PHONY: demo test test-swift test-library check bench wheel install install-lib install-program setup stage clean

demo: setup
	@echo "Building the library, the emulator and the program (the first time takes some minutes)"
	$(MAKE) install PREFIX=$(STAGE)/static
	Scripts/demo $(STAGE)/static

## Installing

install: install-lib install-program

# The library, the header and what a compiler needs to find them.
install-lib:
	CAD_FLAVOUR=$(FLAVOUR) CAD_SWIFT_RESOURCES=$(SWIFT_RESOURCES) swift build -c release --disable-local-rpath \
	    --scratch-path .build-$(FLAVOUR) --product codearts_deploy
	Scripts/install-lib .build-$(FLAVOUR)/release $(DESTDIR)$(PREFIX)

install-program:
	CAD_FLAVOUR=static swift build -c release --static-swift-stdlib --scratch-path .build-static \
	    --product codearts-deploy
	install -D -s -m 755 .build-static/release/codearts-deploy $(DESTDIR)$(PREFIX)/bin/codearts-deploy

wheel: setup
	$(PYTHON) -m venv .build-wheel
	.build-wheel/bin/python -m pip wheel --no-deps --wheel-dir dist ./bindings/python

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

$(VENV)/ready: bindings/python/requirements-test.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

check: stage $(VENV)/ready
	for flavour in $(FLAVOURS); do Scripts/check-library $$flavour $(STAGE)/$$flavour || exit 1; done
	swift format lint --strict --recursive Package.swift Sources Tests
	cd bindings/python && $(VENV)/bin/python -m mypy
	@echo "check: all is well"

bench: stage
	Benchmarks/run $(STAGE)

## Around

setup:
	Scripts/setup

clean:
	rm -rf .build .build-* .venv dist
