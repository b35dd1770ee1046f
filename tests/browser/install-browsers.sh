# Make sure that there are a Chromium, a Firefox, the typefaces of the picture tests, and epubcheck, which brings Java:
# Debian's where we may install packages. Elsewhere Playwright brings its Chromium, and what else lacks is named.
# Usage: sh install-browsers.sh [PYTHON]
set -eu
has() { command -v "$1" >/dev/null 2>&1; }
noto() { has fc-list && fc-list 2>/dev/null | grep -q NotoSerif-Regular; }
wanted=
has chromium || wanted="$wanted chromium"
has firefox-esr || has firefox || wanted="$wanted firefox-esr"
noto || wanted="$wanted fontconfig fonts-noto-core"
has epubcheck && has java || wanted="$wanted epubcheck"
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" = 0 ] && has apt-get; then
  echo "Installing Debian's$wanted …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted >/dev/null
else
  has chromium || "${1:-python3}" -m playwright install chromium
  has firefox-esr || has firefox || echo "No Firefox here: install it, or tests/browser/test_firefox.py fails." >&2
  noto || echo "No Noto Serif here: install it (fonts-noto-core), or tests/browser/test_pictures.py fails." >&2
  has epubcheck && has java || echo "No epubcheck here: install it and Java, or tests/test_epub.py fails." >&2
fi
