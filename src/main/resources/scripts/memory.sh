#!/bin/sh
# name: memory
# title: Patterns written to memory and read back
# timeout: 3600
# packages:
# parameters: share=1 rounds=1
# share: percent of the free memory. The default looks for plain faults in seconds; for a
# thorough test give 80, which takes minutes on each GiB.
free=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
size=$((free * ${share:-1} / 100))
[ "$size" -ge 1 ] || size=1
printed=$(mktemp)
memtester "${size}M" "${rounds:-1}" >"$printed" 2>&1
code=$?
tr -d '\010' <"$printed" | grep -E '^ |FAILURE|^Loop'
rm -f "$printed"
if [ "$code" -ne 0 ]; then
  echo "memtester found faults in $size MiB (exit code $code)"
  exit 1
fi
echo "$size of $free MiB free memory hold what was written, rounds: ${rounds:-1}"
