#!/bin/sh
# Learns of process groups line by line, `+GROUP` and `-GROUP`; its stdin ends with the bot, however that ended. Then each gets
# TERM, and KILL five seconds later: bosh takes its user off the VMs on TERM, and leaves it there on KILL.
groups=' '
while read -r word; do
  group=${word#?}
  case $word in
    +*) groups="$groups$group " ;;
    -*) groups="${groups%% $group *} ${groups#* $group }" ;;
  esac
done
end() { for group in $groups; do kill "$1" "-$group" && live=yes; done 2>/dev/null; }
end -TERM
tries=50
while live=; end -0; [ "$live" ] && [ "$tries" -gt 0 ]; do
  tries=$((tries - 1))
  sleep 0.1 || exit
done
end -KILL
