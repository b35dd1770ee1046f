# Make sure that there is a Chromium: Debian's where we may install packages, else Playwright's own.
# Usage: sh install-chromium.sh PYTHON
set -eu
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's chromium …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-core >/dev/null
else
  "$1" -m playwright install chromium
fi
