#!/usr/bin/env bash
# Measures the public pages with Lighthouse 12 on a phone, and fails where performance or accessibility is below 95.
# No part of ./test: it needs npm and the network once, and its figures depend on what else the machine does.
#
#   tests/lighthouse.sh                        starts a demonstration in a folder of its own
#   tests/lighthouse.sh http://localhost:5080  measures what is open there
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
least=95
server=

finish() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

export CHROME_PATH=${AFTERGLOW_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
address=${1:-}
if [[ -z $address ]]; then
  port=$(( 20000 + RANDOM % 20000 ))
  address=http://localhost:$port
  dotnet "$root/.build/app/afterglow.dll" demo --data "$work/clinic" --port "$port" --no-open >"$work/server.log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    curl -fsS "$address/health/ready" >/dev/null 2>&1 && break
    kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
    sleep 1
  done
fi

# On a busy machine the browser now and then loses the beginning of its trace; that is a measurement that failed, not a page.
measure() {
  for attempt in 1 2 3; do
    rm -f "$work/report.json"
    npx --yes lighthouse@12 "$1" --quiet --output=json --output-path="$work/report.json" \
      --only-categories=performance,accessibility --chrome-flags="--headless=new --no-sandbox --disable-gpu" >/dev/null 2>"$work/lighthouse.log" || true
    node -e 'process.exit(require(process.argv[1]).runtimeError ? 1 : 0)' "$work/report.json" 2>/dev/null && return
  done
  cat "$work/lighthouse.log" >&2
  return 1
}

failed=0
for page in /welcome /about-ketamine /ask '/welcome?lang=es' '/about-ketamine?lang=es' '/ask?lang=es'; do
  measure "$address$page"
  read -r performance accessibility < <(node -e '
    const { categories } = require(process.argv[1]);
    console.log(Math.round(categories.performance.score * 100), Math.round(categories.accessibility.score * 100));' "$work/report.json")
  printf '%-26s performance %3d  accessibility %3d\n' "$page" "$performance" "$accessibility"
  (( performance >= least && accessibility >= least )) || failed=1
done
exit "$failed"
