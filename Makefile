# The developer's menu.
SCRIP = .build/release/scrip
INTO = $(or $(PREFIX),/usr/local)

.PHONY: demo test build lint format docs reports grocery study coverage estimators fuzz fuzz-guided generate bench bench-peers report-check install clean

demo: build            ## install what is missing, build, run the quickstart, write its report
	$(SCRIP) report examples/01-quickstart.scrip --show -o examples/out/

build:
	./scripts/setup.sh
	swift build -c release --product scrip

test:                  ## every test
	./scripts/setup.sh --with-tests
	swift build -c release --build-tests
	SWIFT_BACKTRACE=enable=no swift test -c release --skip-build --disable-xctest
	Tests/terminal/run.sh $(SCRIP)

lint:                  ## layout and rules
	swift format lint --strict --parallel --recursive Sources Tests Benchmarks/Sources Fuzz Package.swift

format:
	swift format --in-place --parallel --recursive Sources Tests Benchmarks/Sources Fuzz Package.swift

docs: build            ## write docs/reference from the operators' declarations
	$(SCRIP) doc --write docs/reference

reports: build         ## render the quick examples again: examples/reports
	$(SCRIP) report examples/0[1-7]-*.scrip --to md -o examples/reports/
	swift build -c release --build-tests
	-RECORD=1 swift test -c release --skip-build --disable-xctest --filter ExampleScriptTests

grocery: build         ## fetch real grocery transactions and run the study on them
	./scripts/grocery.sh
	$(SCRIP) report examples/08-grocery.scrip --show -o examples/out/

study: build           ## compare every learner on the simulated markets: docs/learners.md, docs/held-out.md
	$(SCRIP) report examples/09-learners-compared.scrip -o docs/learners.md
	$(SCRIP) report examples/10-held-out.scrip -o docs/held-out.md

coverage: build        ## count how often intervals hold the truth: docs/coverage.md
	$(SCRIP) report examples/11-coverage.scrip -o docs/coverage.md

estimators: build      ## compare every estimator with the truth: docs/estimators.md
	$(SCRIP) report examples/12-estimators-compared.scrip -o docs/estimators.md

fuzz:                  ## feed every reader with mutated inputs, SECONDS=60 of a processor for each
	./scripts/setup.sh
	swift build -c release --product Fuzz
	SWIFT_BACKTRACE=enable=no .build/release/Fuzz run --seconds $(or $(SECONDS),60) --seed $(or $(SEED),1)

fuzz-guided:           ## the same led by coverage (libFuzzer): TARGET=parser SECONDS=60
	./scripts/fuzz-guided.sh $(or $(TARGET),parser) $(or $(SECONDS),60)

generate:              ## derive COUNT=10000 scripts from the grammar: all parse and keep their layout
	./scripts/setup.sh
	swift build -c release --product Fuzz
	.build/release/Fuzz generate --count $(or $(COUNT),10000) --seed $(or $(SEED),1)

bench:                 ## measure how fast Scrip does its own job: one JSON line a case
	./scripts/setup.sh
	swift build -c release --product Benchmarks
	.build/release/Benchmarks $(ARGS)

bench-peers:           ## run the training steps of PyTorch, JAX and d3rlpy in turn with ours
	./scripts/setup.sh
	swift build -c release --product Benchmarks
	python3 Benchmarks/peers/run.py $(ARGS)

report-check: build    ## open reports in Chromium, axe-core, nbformat and nbconvert; FOLDER=pages keeps what was seen
	./Tests/reports/run.sh $(SCRIP) $(FOLDER)

install: build         ## copy the command, its manual page and its completions below PREFIX
	install -D $(SCRIP) $(INTO)/bin/scrip
	install -d $(INTO)/share/man/man1 $(INTO)/share/bash-completion/completions \
	  $(INTO)/share/zsh/site-functions $(INTO)/share/fish/vendor_completions.d
	$(SCRIP) man > $(INTO)/share/man/man1/scrip.1
	$(SCRIP) --generate-completion-script bash > $(INTO)/share/bash-completion/completions/scrip
	$(SCRIP) --generate-completion-script zsh > $(INTO)/share/zsh/site-functions/_scrip
	$(SCRIP) --generate-completion-script fish > $(INTO)/share/fish/vendor_completions.d/scrip.fish

clean:
	rm -rf .build .build-*
