#!/bin/sh
# Runs the prompt's acceptance checks on a built binary, through real pseudo terminals: on 80 columns, then
# the same on a wide terminal and in the locale C. SCRIP_COLUMNS, SCRIP_ROWS and SCRIP_LANG choose one.
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
export PYTHONDONTWRITEBYTECODE=1 SCRIP_BINARY=$binary

checks() {
  echo "terminal of $1 × $2, LANG=$3"
  columns=$1 rows=$2 language=$3
  shift 3
  SCRIP_COLUMNS=$columns SCRIP_ROWS=$rows SCRIP_LANG=$language "$python" -m unittest "$@"
}

if [ -n "${SCRIP_COLUMNS-}${SCRIP_ROWS-}${SCRIP_LANG-}" ]; then
  checks "${SCRIP_COLUMNS-80}" "${SCRIP_ROWS-24}" "${SCRIP_LANG-C.UTF-8}" ${*:-discover}
  exit
fi
checks 80 24 C.UTF-8 ${*:-discover}
# Reports and long runs are the same on any terminal.
checks 132 50 C ${*:-test_commands test_editing test_output test_signals}
