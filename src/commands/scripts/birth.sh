#!/bin/sh
# birth LOG: how the data that are there now began, from the whole etcd log. Prints one line: whether member/ was there at the
# last start that made a new log ("starting member"; every later start says "restarting"), or `unseen` when no such start is
# in the log; and how many other members were known since, which each start writes anew. A start that is over, or ended by a
# fatal line, says nothing of the next one's folder. All of it in 3.3's and 3.4's words and in the JSON of 3.4 and 3.5.
birth() {
  awk '
    /etcd Version:|"msg":"Running: ?"|^panic: | C [|] |"level":"(fatal|panic)"/ { dir = "absent" }
    /already initialized/ { dir = "present" }
    /: starting member |"starting local member"/ { birth = dir; others = 0 }
    /starting member [0-9a-f]+ / { match($0, /starting member [0-9a-f]+/); own = substr($0, RSTART + 16, RLENGTH - 16); dir = "absent" }
    /"(re)?starting local member"/ { match($0, /"local-member-id":"[0-9a-f]+"/); own = substr($0, RSTART + 19, RLENGTH - 20); dir = "absent" }
    /added member [0-9a-f]+ / { match($0, /added member [0-9a-f]+/); if (substr($0, RSTART + 13, RLENGTH - 13) != own) others++ }
    /"added-peer-id":"/ { match($0, /"added-peer-id":"[0-9a-f]+"/); if (substr($0, RSTART + 17, RLENGTH - 18) != own) others++ }
    /"recovered-remote-peer-id":"/ { match($0, /"recovered-remote-peer-id":"[0-9a-f]+"/); if (substr($0, RSTART + 28, RLENGTH - 29) != own) others++ }
    END { print (birth == "" ? "unseen" : birth), others + 0 }
  ' "$1"
}
