# The developer's menu.
SCRIP = .build/release/scrip

.PHONY: demo test build lint format docs grocery study coverage estimators bench bench-peers install clean

demo: build            ## install what is missing, build, run the quickstart, write its report
	$(SCRIP) run examples/01-quickstart.scrip --report examples/out/01-quickstart.html

build:
	./scripts/setup.sh
	swift build -c release --product scrip

test:                  ## every test
	./scripts/setup.sh --with-tests
	swift build -c release --build-tests
	SWIFT_BACKTRACE=enable=no swift test -c release --skip-build --disable-xctest
	Tests/terminal/run.sh $(SCRIP)

lint:                  ## layout and rules
	swift format lint --strict --parallel --recursive Sources Tests Benchmarks/Sources Package.swift

format:
	swift format --in-place --parallel --recursive Sources Tests Benchmarks/Sources Package.swift

docs: build            ## write docs/reference from the operators' declarations
	$(SCRIP) doc --write docs/reference

grocery: build         ## fetch real grocery transactions and run the study on them
	./scripts/grocery.sh
	$(SCRIP) run examples/08-grocery.scrip --report examples/out/08-grocery.html

study: build           ## compare every learner on the simulated markets: docs/learners.md, docs/held-out.md
	$(SCRIP) run examples/09-learners-compared.scrip --report docs/learners.md
	$(SCRIP) run examples/10-held-out.scrip --report docs/held-out.md

coverage: build        ## count how often intervals hold the truth: docs/coverage.md
	$(SCRIP) run examples/11-coverage.scrip --report docs/coverage.md

estimators: build      ## compare every estimator with the truth: docs/estimators.md
	$(SCRIP) run examples/12-estimators-compared.scrip --report docs/estimators.md

bench:                 ## measure how fast Scrip does its own job: one JSON line a case
	./scripts/setup.sh
	swift build -c release --product Benchmarks
	.build/release/Benchmarks $(ARGS)

bench-peers:           ## run the training steps of PyTorch, JAX and d3rlpy in turn with ours
	./scripts/setup.sh
	swift build -c release --product Benchmarks
	python3 Benchmarks/peers/run.py $(ARGS)

install: build         ## copy the command to PREFIX/bin
	install -D $(SCRIP) $(or $(PREFIX),/usr/local)/bin/scrip

clean:
	rm -rf .build .build-*
