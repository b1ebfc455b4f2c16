#!/usr/bin/env bash
# Installs what the build needs and is missing: a C library each for line editing and SQL.
# Says what it does before it does it; asks sudo for the rights when the user has none.
set -eu

command -v swift >/dev/null 2>&1 || {
  echo "setup: no swift on the PATH. Install Swift 6.2 or newer from swift.org, then run this again." >&2
  exit 1
}

missing=()
need() { # need PACKAGE HEADER-OR-COMMAND…: missing unless one of the paths exists
  local package=$1 path
  shift
  for path in "$@"; do
    if [ -e "$path" ]; then return; fi
  done
  missing+=("$package")
}

if [ "$(uname -s)" != Linux ]; then
  echo "setup: only Debian and Ubuntu are installed by this script. Elsewhere install by hand:" >&2
  echo "  macOS: brew install libedit sqlite pkg-config" >&2
  exit 0
fi

need libedit-dev /usr/include/histedit.h
need libsqlite3-dev /usr/include/sqlite3.h
need pkg-config /usr/bin/pkg-config
# The interactive tests drive the prompt from Python.
if [ "${1:-}" = --with-tests ]; then
  command -v python3 >/dev/null 2>&1 && python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
fi

if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
echo "setup: missing: ${missing[*]}"

if ! command -v apt-get >/dev/null 2>&1; then
  cat >&2 <<TEXT
setup: this system has no apt-get. Install by hand, then run make again:
  Fedora: dnf install libedit-devel sqlite-devel pkgconf-pkg-config
  Arch:   pacman -S libedit sqlite pkgconf
TEXT
  exit 1
fi

sudo=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || {
    echo "setup: run as root: apt-get install ${missing[*]}" >&2
    exit 1
  }
  sudo=sudo
  echo "setup: sudo will ask for your password to run: apt-get install ${missing[*]}"
fi

export DEBIAN_FRONTEND=noninteractive
install() {
  $sudo apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ $sudo apt-get -o DPkg::Lock::Timeout=300 update && { install || { $sudo apt-get -f install -y && install; }; }; } \
  >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "setup: could not install ${missing[*]}; the lines above say why" >&2
  exit 1
}
echo "setup: installed ${missing[*]}"
