#!/bin/sh
# Fuzzes one target with libFuzzer, which keeps the inputs that reach new code.
# usage: scripts/fuzz-guided.sh TARGET SECONDS
set -eu
cd "$(dirname "$0")/.."
./scripts/setup.sh
scratch=.build-fuzz
swift build -c release --product Fuzz
swift build -c release --scratch-path "$scratch" --sanitize=fuzzer \
  -Xswiftc -parse-as-library -Xswiftc -DLIBFUZZER --product Fuzz
corpus=$scratch/corpus-$1
test -d "$corpus" || .build/release/Fuzz write-seeds "$1" "$corpus"
mkdir -p "$scratch/finds"
SCRIP_FUZZ_TARGET=$1 SWIFT_BACKTRACE=enable=no "$scratch/release/Fuzz" "$corpus" \
  -max_total_time="$2" -timeout=10 -rss_limit_mb=4096 -artifact_prefix="$scratch/finds/$1-"
