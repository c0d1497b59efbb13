# make demo  builds everything and starts a deployment, against the service's double on this machine
# make test  runs all tests                         make check    the library's shape, formatting, types
# make bench figures against plain C                make install  PREFIX=/usr/local

PREFIX ?= /usr/local
FLAVOUR ?= static
PYTHON ?= /usr/bin/python3
STAGE := $(CURDIR)/.build-stage
VENV := $(CURDIR)/.venv
SWIFT_RESOURCES = $(shell swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
SWIFT_BUILD = CAD_FLAVOUR=$(FLAVOUR) CAD_SWIFT_RESOURCES=$(SWIFT_RESOURCES) swift build -c release --disable-local-rpath

.PHONY: demo test check bench install install-lib install-program stage setup wheel clean

## Installing

install: install-lib install-program

# The library, the header and what a compiler needs to find them.
install-lib:
	$(SWIFT_BUILD) --scratch-path .build-$(FLAVOUR) --product codearts_deploy
	Scripts/install-lib .build-$(FLAVOUR)/release $(DESTDIR)$(PREFIX)

install-program:
	CAD_FLAVOUR=static swift build -c release --static-swift-stdlib --scratch-path .build-static --product codearts-deploy
	install -D -s -m 755 .build-static/release/codearts-deploy $(DESTDIR)$(PREFIX)/bin/codearts-deploy
