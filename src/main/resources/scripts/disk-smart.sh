#!/bin/sh
# name: disk-smart
# title: Health that the disks report of themselves (SMART)
# timeout: 60
# packages: smartmontools
# parameters:
# Reads only. Skipped if no disk has SMART, as with virtual disks.
asked=0
bad=
for path in /sys/block/*; do
  disk=${path##*/}
  case $disk in loop* | ram* | zram* | sr* | fd* | dm-* | md*) continue ;; esac
  health=$(smartctl -H "/dev/$disk" 2>&1)
  echo "$health"
  case $health in
    *"test result: PASSED"* | *"SMART Health Status: OK"*) asked=$((asked + 1)) ;;
    *"test result:"* | *"SMART Health Status:"*)
      asked=$((asked + 1))
      bad="$bad $disk"
      smartctl -A "/dev/$disk"
      ;;
  esac
done
if [ -n "$bad" ]; then
  echo "SMART says failing:$bad"
  exit 1
fi
if [ "$asked" -eq 0 ]; then
  echo "no disk of this machine has SMART"
  exit 77
fi
echo "$asked disks say they are healthy"
