#!/bin/sh
# name: cpu
# title: All cores calculate, and the results are checked
# timeout: 3600
# packages: stress-ng
# parameters: seconds=5
if ! command -v stress-ng >/dev/null; then
  echo "stress-ng is not there"
  exit 77
fi
cores=$(grep -c '^processor' /proc/cpuinfo)
if ! stress-ng --cpu "$cores" --cpu-method crc16 --verify --timeout "${seconds:-5}s" \
  --metrics-brief --temp-path /tmp 2>&1; then
  echo "stress-ng found wrong results or could not end"
  exit 1
fi
if dmesg | grep -iE 'mce:.*(error|hardware)|machine check'; then
  echo "the kernel logged machine check errors"
  exit 1
fi
echo "$cores cores calculated for ${seconds:-5} s without an error"
