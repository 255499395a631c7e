#!/bin/sh
# disk MEMBER: how far a member's own disk says that it came. Its log files hold every Secret, so they are read where they
# are and only numbers are printed: `log NODE CLUSTER TERM INDEX COMMIT clean|torn`, of the last entry and of what was known
# to be committed. `db held`: a process has locked snap/db, as etcd does while it runs.
# A log file is frames of 8 bytes (little endian: 56 bits length; with the top bit set, bits 56 to 58 count the padding) and
# a record; a length of zero is the end. Record: 1 type, 3 data. By type: 1 who (1 node, 2 cluster), 2 entry (2 term,
# 3 index), 3 state (3 commit), 4 checksum so far, 5 snapshot (1 index, 2 term). Field 2 of each is the checksum (CRC-32C) of
# all data up to it; the last megabyte is checked, where a power cut leaves what it tore. A file that was begun just now has
# no entry yet: then the one before it is read too.
disk() {
  if test -f "$1/snap/db"; then
    flock -sn "$1/snap/db" true
    case $? in 0) echo 'db free' ;; 1) echo 'db held' ;; *) echo 'db unread' ;; esac
  fi
  perl -e '
    my ($folder) = @ARGV;
    opendir my $list, $folder or exit;
    my @files = sort grep { /\.wal$/ } readdir $list;
    my $number = qr/\G([\x80-\xff]*[\x00-\x7f])/;
    my (@who, @last, $commit, $entries, $torn);
    my @table = map { my $c = $_; $c = $c & 1 ? $c >> 1 ^ 0x82f63b78 : $c >> 1 for 1 .. 8; $c } 0 .. 255;
    sub checksum {
      my $c = ~$_[0] & 0xffffffff;
      $c = $table[($c ^ $_) & 255] ^ $c >> 8 for unpack "C*", $_[1];
      return ~$c & 0xffffffff;
    }
    sub value { my ($all, $by) = (0, 0); for (unpack "C*", $_[0]) { $all |= ($_ & 127) << $by; $by += 7 } $all }
    sub fields {
      my ($bytes, %found) = @_;
      while ($bytes =~ /$number/gc) {
        my $key = value($1);
        return if ($key & 5) || $bytes !~ /$number/gc;
        my $told = value($1);
        if ($key & 2) {
          return if $told > length($bytes) - pos $bytes;
          my $from = pos $bytes;
          pos($bytes) = $from + $told;
          $told = substr $bytes, $from, $told;
        }
        $found{$key >> 3} = $told;
      }
      return \%found;
    }
    sub take {
      my ($record) = @_;
      my ($type, $data) = ($record->{1} // 0, fields($record->{3} // ""));
      return 1 if $type == 4;
      return 0 if !$data || $type < 1 || $type > 5;
      @who = ($data->{1} // 0, $data->{2} // 0) if $type == 1;
      ($entries, @last) = (1, $data->{2} // 0, $data->{3} // 0) if $type == 2;
      $commit = $data->{3} // 0 if $type == 3;
      @last = ($data->{2} // 0, $data->{1} // 0) if $type == 5 && ($data->{1} // 0) > ($last[1] // 0);
      return 1;
    }
    sub whole {
      my ($bytes, @records) = @_;
      my $checked = 0;
      while (@records > 1 && $checked < 1 << 20) {
        my $record = fields(substr $bytes, $records[-1][0], $records[-1][1]);
        pop @records;
        $checked += length($record->{3} // "");
        next if $record->{1} == 4;
        return 0 if checksum($records[-1][2], $record->{3} // "") != $record->{2};
      }
      return 1;
    }
    sub look {
      open my $file, "<:raw", "$folder/$_[0]" or exit;
      my $bytes = do { local $/; <$file> };
      my ($at, @records) = (0);
      while ($at + 8 <= length $bytes) {
        my $frame = unpack "Q<", substr $bytes, $at, 8 or last;
        my ($size, $padding) = ($frame & ((1 << 56) - 1), $frame >> 63 ? ($frame >> 56) & 7 : 0);
        last if $size + $padding > length($bytes) - $at - 8;
        my $record = fields(substr $bytes, $at + 8, $size);
        last if !$record || !take($record);
        push @records, [$at + 8, $size, $record->{2} // 0];
        $at += 8 + $size + $padding;
      }
      $torn = substr($bytes, $at) =~ /[^\0]/ || !whole($bytes, @records) ? "torn" : "clean";
    }
    look($files[-1]) if @files;
    if (!$entries && @files > 1) { @last = (); look($_) for @files[-2, -1] }
    printf "log %x %x %d %d %d %s\n", @who, @last, $commit // 0, $torn if @who && @last;
  ' "$1/wal"
}
