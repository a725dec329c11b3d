#!/usr/bin/env bash
# Installs what only the tests need from outside Python: a browser with Chinese fonts, a PostgreSQL server,
# and poppler, which judges the PDFs we write.
# Where that cannot be done the tests that need it skip on a person's machine and fail on CI.
set -u

missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
command -v fc-list >/dev/null && fc-list :lang=zh | grep -q . || missing+=(fontconfig fonts-noto-cjk)
{ command -v pdfsig && command -v pdffonts && command -v pdftoppm; } >/dev/null || missing+=(poppler-utils)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Not found: ${missing[*]}. Install them with your package manager; tests that need them are skipped." >&2
    exit 0
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "Not found: ${missing[*]}. Install them (sudo apt-get install ${missing[*]}); tests that need them are skipped." >&2
        exit 0
    fi
    as_root=(sudo -n)
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
