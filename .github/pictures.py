"""Pictures of the pages that a pull request makes or changes, wide and narrow, for those who read it.

Usage, in a checkout with a built site/: python .github/pictures.py BASE FOLDER, to compare the revision BASE with HEAD.
Needs a Chrome or Chromium and nothing else, so that it serves any collection.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SEED = re.compile(r"seeds/(?:(essays)/([a-z0-9-]+)\.[a-z]+|(glossary)/[a-z]+/([a-z0-9-]+)\.md)")
MOST = 20  # pages: those of a larger change are looked at in the site itself
WIDTHS, HEIGHT = (1440, 360), 3200
BROWSERS = ("google-chrome", "chromium", "chromium-browser")
# The pages are a stranger's, and so is the machine, which is thrown away: no sandbox in the sandbox.
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a log is no place for a stranger's names."""


def pages(changed: Iterable[str], site: Path) -> list[str]:
    """The first page, and those of the seeds that changed: paths of the site, where they are there."""
    seeds = (match.groups() for name in changed if (match := SEED.fullmatch(name)))
    paths = dict.fromkeys(f"{essays or glossary}/{slug or term}/" for essays, slug, glossary, term in seeds)
    return ["", *[path for path in paths if (site / path / "index.html").is_file()][:MOST]]


def main(base: str, folder: str) -> None:
    differing = ["git", "diff", "--name-only", "-z", base, "HEAD", "--", "seeds"]
    changed = subprocess.run(differing, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None) or sys.exit("There is no Chrome or Chromium here.")
    site, target = Path("site"), Path(folder).absolute()
    target.mkdir(parents=True, exist_ok=True)
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, tempfile.TemporaryDirectory() as profile:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for path in pages(changed.split("\0"), site):
            name = path.strip("/").replace("/", "--") or "home"
            for width in WIDTHS:
                asked = (f"--window-size={width},{HEIGHT}", f"--screenshot={target / name}-{width}.png")
                address = f"http://127.0.0.1:{server.server_port}/{path}"
                command = [browser, *ARGUMENTS, f"--user-data-dir={profile}", *asked, address]
                subprocess.run(command, check=True, capture_output=True, timeout=60)
        server.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
