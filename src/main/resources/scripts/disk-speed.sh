#!/bin/sh
# name: disk-speed
# title: Speed of each disk, and that it gives back what was written
# timeout: 600
# packages:
# parameters: mebibytes=32 at_least=1
# Tests run while a machine is commissioned, so its disks carry nothing that is still needed.
# All the same only the disk's last MiBs are written, and what was there is put back.
# at_least: MiB per second under which the disk fails.
mebibytes=${mebibytes:-32}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
slow=
disks=0

hundredths() { cut -d ' ' -f 1 /proc/uptime | tr -d .; }

# rate NAME DD-ARGUMENT...: prints MiB per second.
rate() {
  begun=$(hundredths)
  dd bs=1048576 count="$mebibytes" "$@" 2>"$work/dd" || { cat "$work/dd" >&2; return 1; }
  took=$(($(hundredths) - begun))
  [ "$took" -gt 0 ] || took=1
  echo $((mebibytes * 100 / took))
}

summary=
for path in /sys/block/*; do
  disk=${path##*/}
  case $disk in loop* | ram* | zram* | sr* | fd* | dm-* | md*) continue ;; esac
  [ "$(cat "$path/ro")" = 0 ] && [ "$(cat "$path/removable")" = 0 ] || continue
  size=$(($(cat "$path/size") / 2048))
  [ "$size" -gt $((mebibytes * 4)) ] || continue
  disks=$((disks + 1))
  end=$((size - mebibytes))

  echo 3 >/proc/sys/vm/drop_caches
  if ! read_rate=$(rate if="/dev/$disk" of=/dev/null); then
    echo "$disk cannot be read"
    exit 1
  fi
  dd if="/dev/$disk" of="$work/before" bs=1048576 skip="$end" count="$mebibytes" 2>/dev/null
  dd if=/dev/urandom of="$work/random" bs=1048576 count="$mebibytes" 2>/dev/null
  if ! write_rate=$(rate if="$work/random" of="/dev/$disk" seek="$end" conv=fsync,notrunc); then
    echo "$disk cannot be written"
    exit 1
  fi
  blockdev --flushbufs "/dev/$disk"
  echo 3 >/proc/sys/vm/drop_caches
  dd if="/dev/$disk" of="$work/after" bs=1048576 skip="$end" count="$mebibytes" 2>/dev/null
  dd if="$work/before" of="/dev/$disk" bs=1048576 seek="$end" conv=fsync,notrunc 2>/dev/null
  if ! cmp -s "$work/random" "$work/after"; then
    echo "$disk does not give back what was written to it"
    exit 1
  fi
  summary="$summary $disk reads $read_rate and writes $write_rate MiB/s;"
  echo "$disk: $read_rate MiB/s read, $write_rate MiB/s written"
  [ "$read_rate" -ge "${at_least:-1}" ] && [ "$write_rate" -ge "${at_least:-1}" ] \
    || slow="$slow $disk"
done
if [ "$disks" -eq 0 ]; then
  echo "this machine has no disk to test"
  exit 77
fi
if [ -n "$slow" ]; then
  echo "slower than ${at_least:-1} MiB/s:$slow;$summary"
  exit 1
fi
echo "${summary# }"
