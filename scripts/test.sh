#!/bin/bash
# make test: everything. Lint; rules, services, pages and wrong moments on SQLite; services and random input on a throw-away
# PostgreSQL; beside both, journeys in Chromium on it, which leave a core idle most of the time. What no database can change runs
# once: plain rules, the house, the table of rights, wrong moments; pages are asked one by one on SQLite, and on PostgreSQL by the
# fuzzers and the journeys.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/apt.sh

export DJANGO_ALLOW_ASYNC_UNSAFE=1 BEDO_DATA_DIR
BEDO_DATA_DIR=$(mktemp -d)
pg=
browser=
stop() {
    [ -z "$browser" ] || kill "$browser" 2>/dev/null || true
    [ -z "$pg" ] || scripts/pg.sh stop "$pg" || true
    rm -rf -- "$BEDO_DATA_DIR"
}
trap stop EXIT
trap 'exit 130' INT TERM
unset BEDO_DATABASE_URL
started=$(scripts/pg.sh start)
pg=$(sed -n 's/^BEDO_PG_DIR=//p' <<< "$started")
url=$(sed -n 's/^BEDO_DATABASE_URL=//p' <<< "$started")
journeys=$BEDO_DATA_DIR/journeys.txt
failed=0

echo "== lint";  scripts/lint.sh
BEDO_DATABASE_URL=$url .venv/bin/pytest -m browser > "$journeys" 2>&1 &
browser=$!
echo "== SQLite, beside it Chromium on PostgreSQL"
.venv/bin/pytest -n 2 --dist loadfile --ignore=tests/fuzz/test_addresses.py --ignore=tests/fuzz/test_forms.py --ignore=tests/fuzz/test_good_forms.py || failed=1
# Page tests are left to SQLite, as is what draws or reads files and asks little of a database; the demonstration is on PostgreSQL
# already, under the journeys.
on_sqlite=(tests/rules tests/house tests/access tests/office tests/bench tests/papers tests/fuzz/test_wrong_moments.py
    tests/config/test_demo.py tests/config/test_env.py tests/config/test_language.py tests/documents/test_paper_layout.py
    tests/documents/test_word_templates.py tests/accounts/test_people_pages.py tests/establishments/test_pages.py
    tests/places/test_office.py tests/programmes/test_office.py tests/imports/test_pages.py tests/network/test_pages.py
    tests/network/test_competence.py tests/projects/test_workload.py tests/projects/test_sharing.py tests/documents/test_signatures.py
    tests/reports/test_tables.py tests/surveys/test_files.py)
echo "== PostgreSQL, beside it Chromium on PostgreSQL"
BEDO_DATABASE_URL=$url .venv/bin/pytest -n 2 --dist loadfile -m "not browser" "${on_sqlite[@]/#/--ignore=}" || failed=1
wait "$browser" || failed=1
echo "== Chromium on PostgreSQL"
cat "$journeys"
exit "$failed"
