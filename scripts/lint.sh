#!/bin/bash
# Everything that reads the code without running it. Stops at the first thing found.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin
export BEDO_DATA_DIR=${BEDO_DATA_DIR:-$(mktemp -d)}
say() {   # name, command: one line when all is well, the command's words when not
    local name=$1 out; shift
    out=$("$@" 2>&1) && printf '%-12s ok\n' "$name" || { printf '%s\n%s\n' "$out" "$name: not right (see above)" >&2; exit 1; }
}

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
# The lesser findings are ruff's S rules, each with its reason beside it.
say security $BIN/bandit -q -lll -r bedo
