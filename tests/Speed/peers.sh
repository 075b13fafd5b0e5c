#!/usr/bin/env bash
# The table of ./test speed chain with other engines in it, on the same subjects and with the same measure of error:
# CVODE, where Debian's libsundials-dev is installed (installed here when run as root), and mrgsolve, where R has it.
#
#   tests/Speed/peers.sh [RUNS]
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
built=$here/../../.build/peers
mkdir -p "$built"
peers=()

if [[ ! -e /usr/include/cvode/cvode.h && $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  echo "Installing libsundials-dev…"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc libc6-dev libsundials-dev; } \
    >"$built/install.log" 2>&1 </dev/null || tail -n 3 "$built/install.log" >&2
fi
if [[ -e /usr/include/cvode/cvode.h ]] && command -v gcc >/dev/null; then
  gcc -O3 -march=native -Wall -Wextra "$here/peers/cvode.c" -o "$built/cvode" \
    -lsundials_cvode -lsundials_nvecserial -lsundials_sunmatrixdense -lsundials_sunlinsoldense -lm
  peers+=(--peer "$built/cvode")
else
  echo "No CVODE here: install libsundials-dev and gcc."
fi

if command -v Rscript >/dev/null && Rscript -e 'quit(status = !requireNamespace("mrgsolve", quietly = TRUE))' >/dev/null 2>&1; then
  peers+=(--peer "Rscript $here/peers/mrgsolve.R")
else
  echo "R's mrgsolve is not here: its figures in the table are those measured earlier, marked *."
fi

exec "$here/../../test" speed chain "${1:-3}" "${peers[@]}"
