#!/bin/sh
# Runs the prompt's acceptance checks on a built binary, through real pseudo terminals.
# usage: Tests/terminal/run.sh .build/release/scrip [unittest arguments]
set -eu
if [ $# -lt 1 ]; then
  echo "usage: $0 BINARY [test names]" >&2
  exit 2
fi
binary=$(realpath "$1")
shift
here=$(cd "$(dirname "$0")" && pwd)
home=$(cd "$here/../.." && pwd)/.build-terminal
python=$home/venv/bin/python
if ! "$python" -c 'import pexpect, pyte' 2>/dev/null; then
  python3 -m venv "$home/venv"
  "$home/venv/bin/pip" install --quiet 'pexpect>=4.9' 'pyte>=0.8.2'
fi
cd "$here"
export PYTHONDONTWRITEBYTECODE=1
SCRIP_BINARY=$binary exec "$python" -m unittest ${*:-discover}
