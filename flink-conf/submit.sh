#!/usr/bin/env bash
# submit.sh JOBMANAGER JAR ARGUMENT...
# Submits the jar to the session cluster, unless a job is already there. The job is restored from the
# newest checkpoint or savepoint, so the whole cluster can be stopped and started without data loss.
set -euo pipefail

cluster="$1"
shift
state="${ISOTHERM_STATE:-/var/lib/isotherm}"

jobs="$(flink list -m "$cluster")"
if ! { grep -q "No running jobs" <<<"$jobs" && grep -q "No scheduled jobs" <<<"$jobs"; }; then
  echo "A job is there already: nothing is submitted."
  echo "$jobs"
  exit 0
fi

shopt -s nullglob
newest=""
for metadata in "$state"/checkpoints/*/chk-*/_metadata "$state"/savepoints/*/_metadata; do
  if [[ -z "$newest" || "$metadata" -nt "$newest" ]]; then
    newest="$metadata"
  fi
done

from=()
if [[ -n "$newest" ]]; then
  from=(-s "file://${newest%/_metadata}")
  echo "Goes on from ${newest%/_metadata}"
fi
# Bash before 4.4 treats an empty array as unset, so it is expanded only if it is set.
exec flink run -d -m "$cluster" ${from[@]+"${from[@]}"} "$@"
