#!/bin/bash
# What tests need beside Python, from Debian 12's own packages; installs only what is missing and needs root for that alone.
set -euo pipefail
missing=()
[ -x /usr/lib/postgresql/15/bin/initdb ] || missing+=(postgresql-15)
command -v "${BEDO_CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
[ -n "$(ls /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf 2>/dev/null)" ] || missing+=(fonts-liberation2)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
[ ${#missing[@]} -gt 0 ] || exit 0
echo "apt: ${missing[*]}"
if [ "$(id -u)" != 0 ]; then
    echo "Missing packages: ${missing[*]}. As root: apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# PostgreSQL's package would otherwise create and start a cluster of its own; tests start their own.
if [[ " ${missing[*]} " == *" postgresql-15 "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
fi
install() { apt-get install -y -qq --no-install-recommends "${missing[@]}" >/tmp/bedo-apt.log 2>&1; }
install || { apt-get update -qq && install; } || { tail -20 /tmp/bedo-apt.log >&2; exit 1; }
