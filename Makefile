# Everything a person or a machine does with this tree. `make help` lists it.
#
#   SWIFT=…      another toolchain's swift
#   GUESTS=qemu  `make demo` with a real Linux guest instead of light ones
#   WITH=prometheus  `make demo` told to a real Prometheus and Alertmanager too
#   EPISODES=…   how many of each kind of fault `make bench-decisions` plays
#   SEEDS=…      how many worlds `make simulate` makes
#   HOURS=…      how many hours, of a minute each, `make soak` lives through
#   ARGS=…       more for `make demo`: ARGS=--keep leaves everything running; or for `make bench`: ARGS='--only http'

SWIFT ?= swift
GUESTS ?= light
FUZZ_ROUNDS ?= 20
SEEDS ?= 10000
HOURS ?= 6

SWIFT_FLAGS := --scratch-path .build
# Progress is for a terminal; a log gets what went wrong.
BUILD := $(SWIFT) build $(SWIFT_FLAGS) $(if $(MAKE_TERMOUT),,--quiet)
RUN_TESTS := $(SWIFT) test $(SWIFT_FLAGS) --skip-build --disable-xctest
# A line for each test that began or passed hides those that did not.
TERSE := 2>&1 | awk '\
    skipping { skipping = !/(started|after .* seconds)\.$$/; next } \
    /^(◇|✔)/ && !/^✔ Test run/ { skipping = !/(started|after .* seconds.*)\.$$/; next } \
    /^(↳ (Testing Library|Target Platform)|\[[0-9]+\/[0-9]+\] )/ { next } \
    { print; fflush() }'
SWIFT_SOURCES := Package.swift Sources Tests
SCRIPTS := .ci packaging Benchmarks
DEBUG := .build/debug/defib
RELEASE := .build/release/defib
PATH_COST := .build/release/path-cost
# Module by module: in one process, a thousand tests at once starve those that talk to real servers within a deadline.
# These three hold real peers to real deadlines: one test after the other.
TIMED := ProbesTests|SandboxTests|TransferTests
UNIT_TESTS := $(filter-out EndToEndTests,$(notdir $(wildcard Tests/*Tests)))
WITH_QEMU = command -v qemu-system-x86_64 >/dev/null

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
# One build at a time: targets share .build.
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# Building

.PHONY: deps
deps: ## Install the Debian packages that building needs, where missing
	@packaging/install-packages build

.PHONY: build
build: deps ## Build the debug version, .build/debug/defib
	@$(BUILD) --product defib

.PHONY: release
release: deps ## Build what to install, .build/release/defib, which needs no Swift on its machine
	@$(BUILD) --configuration release --static-swift-stdlib --product defib
	@echo "Built $(RELEASE)"

# Seeing it

.PHONY: demo
demo: build ## A hung guest is brought back before your eyes; GUESTS=qemu: a real Linux; WITH=prometheus: watched by it
	@packaging/install-packages sandbox $(if $(filter qemu,$(GUESTS)),qemu qemu-image) $(WITH)
	@$(DEBUG) demo --guests $(GUESTS) $(if $(WITH),--with $(WITH)) $(ARGS)

# Testing

.PHONY: test
test: deps ## Every test there is: units, real peers, end to end
	@packaging/install-packages sandbox qemu qemu-image test
	@$(BUILD) --build-tests
	@failed=; for module in $(UNIT_TESTS) EndToEndTests; do \
	    case $$module in $(TIMED)) pace=--no-parallel;; *) pace=--parallel;; esac; \
	    echo "== $$module"; $(RUN_TESTS) $$pace --filter "^$$module\." $(TERSE) || failed+=" $$module"; done; \
	$(MAKE) budget || failed+=" budget"; \
	if [[ $$failed ]]; then echo "make test: FAILED in$$failed"; exit 1; fi
	@if $(WITH_QEMU); then echo "make test: everything passed."; \
	else echo "make test: passed, BUT NOT WITH A REAL GUEST: there is no qemu-system-x86_64 here."; fi

.PHONY: e2e
e2e: deps ## The demo's story as a test, with light guests and with a real one
	@packaging/install-packages sandbox qemu qemu-image test
	@$(BUILD) --build-tests
	@$(RUN_TESTS) --filter EndToEndTests $(TERSE)
	@$(WITH_QEMU) || echo "make e2e: NOT WITH A REAL GUEST: there is no qemu-system-x86_64 here."

.PHONY: fuzz
fuzz: deps ## The randomised tests, FUZZ_ROUNDS=20 times as long
	@$(BUILD) --build-tests
	@DEFIB_FUZZ_ROUNDS=$(FUZZ_ROUNDS) $(RUN_TESTS) --filter 'FuzzTests|MutationTests' $(TERSE)

# As it is shipped, so that `make release` and this build share what they build.
.PHONY: path-cost
path-cost: deps
	@$(BUILD) --configuration release --static-swift-stdlib --product path-cost

.PHONY: budget
budget: path-cost ## The hot paths' instructions and allocations against Benchmarks/budget.txt
	@packaging/install-packages test
	@Benchmarks/budget $(PATH_COST)

.PHONY: budget-accept
budget-accept: path-cost ## Write what they cost now as their new budget
	@packaging/install-packages test
	@Benchmarks/budget --accept $(PATH_COST)

.PHONY: soak
soak: release ## HOURS=6 of life, a minute each: faults, reloads, crashes, scrapes; memory and journal must stay flat
	@packaging/install-packages soak
	@Benchmarks/soak/run --defib $(RELEASE) --hours $(HOURS) $(ARGS)

.PHONY: simulate
simulate: release ## SEEDS=10000 worlds full of faults, in virtual time around the real engine
	@$(RELEASE) simulate --seeds $(SEEDS)

.PHONY: mutants
mutants: deps ## Deliberate faults in the engine, one after another: the simulation must catch each
	@$(SWIFT) build --scratch-path .build-mutants --configuration release --traits Mutants --product defib $(if $(MAKE_TERMOUT),,--quiet)
	@.build-mutants/release/defib mutants

.PHONY: bench
bench: release bench-programs ## Everything Defib is to reach, measured beside bare references and peers, in one table
	@packaging/install-packages bench
	@Benchmarks/run --defib $(RELEASE) $(ARGS)

.PHONY: bench-quick
bench-quick: release bench-programs ## The same, rougher and without what takes long, in two minutes
	@packaging/install-packages bench
	@Benchmarks/run --quick --defib $(RELEASE) $(ARGS)

# What measures a part by itself, built as the release is, so that it shares its modules.
.PHONY: bench-programs
bench-programs: deps
	@for program in $$(grep -oE '(step|journal)-cost' Package.swift | sort -u); do \
	    $(BUILD) --configuration release --static-swift-stdlib --product $$program || exit; done

.PHONY: bench-step
bench-step: deps ## What one step of the engine costs at 10,000 targets, in time and allocations
	@$(BUILD) --configuration release --product step-cost
	@.build/release/step-cost

.PHONY: bench-journal
bench-journal: deps ## What an observation costs from the engine's queue to the disk, and a year of history
	@$(BUILD) --configuration release --product journal-cost
	@.build/release/journal-cost

.PHONY: bench-decisions
bench-decisions: deps ## How often Defib and its peers are wrong, in the same simulated world over the same seeds
	@$(BUILD) --configuration release --product decisions
	@.build/release/decisions $(EPISODES)

.PHONY: capacity
capacity: ## The tables of docs/capacity.md anew; BENCH=bench.json: from what `make bench` measured
	@Benchmarks/capacity/write $(if $(BENCH),--bench $(BENCH)) $(if $(MEASURED),--measured $(MEASURED))

# Keeping house

.PHONY: dashboards
dashboards: ## Write Grafana's boards and Prometheus' consoles anew from dashboards/source
	@dashboards/generate

.PHONY: lint
lint: deps ## Format, house rules, scripts and manual page
	@packaging/install-packages lint
	@$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	@if command -v shellcheck >/dev/null; then \
	    grep -rlE '^#!.*[/ ](ba)?sh$$' $(wildcard $(SCRIPTS)) | xargs -d '\n' shellcheck; fi
	@if command -v mandoc >/dev/null; then mandoc -T lint -W warning packaging/defib.1; fi
	@$(BUILD) --build-tests
	@$(RUN_TESTS) --filter TidyTests $(TERSE)

.PHONY: format
format: ## Rewrite the sources as .swift-format has it
	@$(SWIFT) format --in-place --parallel --recursive $(SWIFT_SOURCES)

.PHONY: clean
clean: ## Remove what was made here: .build and Python's caches
	@find Benchmarks -name __pycache__ -exec rm -rf {} +; rm -rf .build
