#!/bin/bash
# make check: lint, then every test that needs neither PostgreSQL nor a browser.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/lint.sh
export DJANGO_ALLOW_ASYNC_UNSAFE=1 BEDO_DATA_DIR
BEDO_DATA_DIR=$(mktemp -d)
trap 'rm -rf -- "$BEDO_DATA_DIR"' EXIT
unset BEDO_DATABASE_URL
.venv/bin/pytest -n 2 --dist loadfile "$@"
