#!/bin/sh
# Makes tests/data/diary-vN.db, a small diary of the newest version of the schema with something of everything in it. Run it once
# when a version is released and keep the file for ever: test_migrate brings each of them up to date.
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build}
make -s MAKELEVEL=1 "$B/tests/tools/makediary"
version=$(find schema -name '[0-9][0-9][0-9][0-9]_*.sql' | wc -l)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$B/tests/tools/makediary" tests/data/everything.ndjson "$scratch/diary.db" "tests/data/diary-v$version.db"
chmod 644 "tests/data/diary-v$version.db"
ls -l "tests/data/diary-v$version.db"
