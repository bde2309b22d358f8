#!/bin/bash
# Everything that reads the code without running it. Stops at the first thing found.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin
export BEDO_DATA_DIR=${BEDO_DATA_DIR:-$(mktemp -d)}
say() { printf '%-14s' "$1"; shift; "$@" && echo ok; }

say format $BIN/ruff format --check -q bedo tests scripts
say lint $BIN/ruff check -q bedo tests scripts
mapfile -t templates < <(find bedo -name '*.html' | sort)
if [ ${#templates[@]} -gt 0 ]; then
    say templates $BIN/djade --target-version 5.2 --check "${templates[@]}"
    say html $BIN/djlint --lint --quiet "${templates[@]}"
fi
mapfile -t typed < <({ sed 's/#.*//' scripts/typed.txt; ls bedo/*/rules.py bedo/*/rules/*.py 2>/dev/null; } | grep . | sort -u)
say types $BIN/mypy --no-error-summary "${typed[@]}"
say imports $BIN/lint-imports --no-cache
say migrations $BIN/python -W ignore -m django makemigrations --check --dry-run --settings bedo.config.settings
say security $BIN/bandit -q -lll -r bedo   # the lesser ones are ruff's S rules, each with its reason beside it
