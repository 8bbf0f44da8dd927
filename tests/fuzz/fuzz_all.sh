#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fuzz_all.sh FOLDER SECONDS: runs each fuzz_NAME of FOLDER for so long. What libFuzzer learns is kept
# beside the programs; an input that crashes is kept in regressions/NAME, where every build replays it.
set -euo pipefail
programs=$(readlink -f "$1")
seconds=$2
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

failed=()
for source in fuzz_*.cpp; do
  program=${source%.cpp}
  name=${program#fuzz_}
  learnt=$programs/corpus/$name
  log=$programs/$program.log
  mkdir -p "$learnt" "corpus/$name" "regressions/$name"
  options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
    -artifact_prefix="regressions/$name/")
  [ ! -e "$name.dict" ] || options+=("-dict=$name.dict")
  if "$programs/$program" "${options[@]}" "$learnt" "corpus/$name" "regressions/$name" >"$log" 2>&1; then
    echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, no crash"
  else
    failed+=("$name")
    tail -n 40 "$log"
  fi
  rmdir --ignore-fail-on-non-empty "corpus/$name" "regressions/$name"
done
rmdir --ignore-fail-on-non-empty corpus regressions 2>/dev/null || true
[ ${#failed[@]} = 0 ] || { echo "fuzz: crashed, the input is in regressions/: ${failed[*]}" >&2; exit 1; }
