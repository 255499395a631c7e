#!/bin/sh
# Learns of process groups line by line, `+GROUP` and `-GROUP`; its stdin ends with the bot, however that ended.
groups=' '
while read -r word; do
  group=${word#?}
  case $word in
    +*) groups="$groups$group " ;;
    -*) groups="${groups%% $group *} ${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -KILL "-$group"; done 2>/dev/null
