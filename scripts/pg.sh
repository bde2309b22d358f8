#!/bin/bash
# A throw-away PostgreSQL 15 for trying and testing. It installs nothing (Debian: apt-get install postgresql-15).
#   scripts/pg.sh start [DIR]   starts a cluster in DIR (default: a new folder under /tmp) on a free high port and
#                               prints BEDO_DATABASE_URL=postgresql://bedo:bedo@127.0.0.1:PORT/bedo and BEDO_PG_DIR=DIR
#   scripts/pg.sh stop DIR      stops it and removes DIR
# Nothing in it survives a power cut (fsync is off): never for real data.
set -euo pipefail
BIN=${BEDO_PG_BIN:-/usr/lib/postgresql/15/bin}

usage() { sed -n '2,6p' "$0" >&2; exit 2; }
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

free_port() {
    local port
    for _ in $(seq 100); do
        port=$((20000 + RANDOM % 30000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    echo "no free port found" >&2; return 1
}

start() {
    local dir=${1:-$(mktemp -d /tmp/bedo-pg.XXXXXX)} port
    [ -x "$BIN/initdb" ] || { echo "PostgreSQL 15 is missing at $BIN: apt-get install -y --no-install-recommends postgresql-15" >&2; exit 1; }
    mkdir -p "$dir"; dir=$(cd "$dir" && pwd)
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$dir"
    [ -s "$dir/data/PG_VERSION" ] || as_postgres "$BIN/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 \
        --locale-provider=icu --icu-locale=vi-VN --locale=C.UTF-8 --no-sync >/dev/null
    for _ in 1 2 3; do
        port=$(free_port)
        as_postgres "$BIN/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o "-p $port -c listen_addresses=127.0.0.1 \
            -c unix_socket_directories=$dir -c max_connections=200 -c fsync=off -c synchronous_commit=off \
            -c full_page_writes=off" start >/dev/null && break
        port=
    done
    [ -n "$port" ] || { tail -5 "$dir/log" >&2; exit 1; }
    local psql=(psql -qAt -h 127.0.0.1 -p "$port" -U postgres)
    "${psql[@]}" -c "SELECT 1 FROM pg_roles WHERE rolname='bedo'" | grep -q 1 || "${psql[@]}" \
        -c "CREATE ROLE bedo LOGIN SUPERUSER PASSWORD 'bedo'" -c "CREATE DATABASE bedo OWNER bedo"
    echo "BEDO_DATABASE_URL=postgresql://bedo:bedo@127.0.0.1:$port/bedo"
    echo "BEDO_PG_DIR=$dir"
}

stop() {
    [ -s "$1/data/PG_VERSION" ] || { echo "$1 holds no cluster" >&2; exit 2; }
    as_postgres "$BIN/pg_ctl" -D "$1/data" -m immediate stop >/dev/null || true
    rm -rf -- "$1/data" "$1/log"
    rmdir -- "$1" 2>/dev/null || true
}

case "${1:-}" in
    start) start "${2:-}" ;;
    stop) [ -n "${2:-}" ] || usage; stop "$2" ;;
    *) usage ;;
esac
