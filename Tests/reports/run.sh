#!/usr/bin/env bash
# Opens reports as their readers do: Tests/reports/check.py in a throw-away environment of pinned packages.
# usage: Tests/reports/run.sh SCRIP [FOLDER for the pages, screenshots and prints]
# Needs python3 with venv, a Chromium (on Debian: apt-get install chromium) and the package index once.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scrip=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
kept=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  printf 'report-check: %s\n' "$1" >&2
  exit 1
}
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || fail "no Chromium on the PATH (on Debian: apt-get install chromium)"
python3 -m venv "$work/venv" >"$work/venv.log" 2>&1 ||
  fail "python3 cannot make a virtual environment (on Debian: apt-get install python3-venv)"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  -r "$here/requirements.txt" >"$work/pip.log" 2>&1 || {
  tail -n 3 "$work/pip.log" >&2
  fail "cannot install Tests/reports/requirements.txt: is the package index reachable?"
}
"$work/venv/bin/python" "$here/check.py" --scrip "$scrip" --browser "$browser" \
  --folder "${kept:-$work/pages}"
