"""Measure the site that was built: `make audit`. Lighthouse, the Nu HTML Checker, Ace, and the bytes of a first visit.

Figures of time depend on the machine, so this is not a part of `make test`. It needs Node and Java.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.utils import get_theme_dir
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "site"
TOOLS = ROOT / ".venv" / "audit" / "node_modules"
THEME = Path(get_theme_dir("material"))
PAGES = {
    "first page": "",
    "essays": "essays/",
    "essay": "essays/pomeranz-2024/",
    "essay with notes": "essays/baev-2025/",
    "glossary": "glossary/",
    "organization": "glossary/csto/",
    "person": "glossary/vladimir-putin/",
    "about": "about/",
    "rules": "rules/",
}
BOOKS = ("reader.epub", "essays/baev-2025/baev-2025.epub", "essays/pomeranz-2024/pomeranz-2024.epub")
WHOLE = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
FIRST_VISIT = 220 * 1024
SENT: list[tuple[str, int]] = []  # by the host: path and bytes, head and all
TRIES = 5
COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/xml",
    "image/svg",
)


class Host(BaseHTTPRequestHandler):
    """As GitHub Pages serves: compressed, to be kept for ten minutes, with a date and a tag."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/")
        file = SITE / path / "index.html" if path.endswith("/") or not path else SITE / path
        found = file.is_file()
        body, kind = page(file if found else SITE / "404.html")
        lines = {
            "Server": "audit",
            "Date": formatdate(usegmt=True),
            "Content-Type": kind,
            "Last-Modified": formatdate(file.stat().st_mtime if found else 0, usegmt=True),
            "ETag": f'"{hash(body) & 0xFFFFFFFF:x}"',
            "Cache-Control": "max-age=600",
            "Content-Length": str(len(body)),
            "Vary": "Accept-Encoding",
        }
        if kind.startswith(COMPRESSED):
            lines["Content-Encoding"] = "gzip"
        head = f"HTTP/1.1 {'200 OK' if found else '404 Not Found'}\r\n" + "".join(
            f"{k}: {v}\r\n" for k, v in lines.items()
        )
        SENT.append((path, len(head) + 2 + len(body)))
        self.wfile.write(head.encode() + b"\r\n" + body)

    def log_message(self, *_: object) -> None:
        pass


@cache
def page(file: Path) -> tuple[bytes, str]:
    kind = guess_type(file.name)[0] or "application/octet-stream"
    kind = {"text/javascript": "application/javascript"}.get(kind, kind)
    body = file.read_bytes()
    if kind.startswith(COMPRESSED):
        body = gzip.compress(body, 6, mtime=0)
    return body, f"{kind}; charset=utf-8" if kind.startswith(("text/", "application/j")) else kind


@contextmanager
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def chromium() -> str:
    """Debian's, or the one that Playwright keeps."""
    if found := shutil.which("chromium"):
        return found
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def lighthouse(address: str) -> tuple[dict[str, int], dict[str, Any]]:
    """The scores out of 100 of one page on a simulated telephone, and Lighthouse's report."""
    flags = " ".join(["--headless", *ARGUMENTS])
    command = [
        "node",
        TOOLS / "lighthouse/cli/index.js",
        address,
        "--quiet",
        "--output=json",
        f"--chrome-flags={flags}",
    ]
    command += [f"--only-categories={','.join(WHOLE)}"]
    done = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium()}, stdout=subprocess.PIPE, check=True)
    report = json.loads(done.stdout)
    return {name: round(100 * category["score"]) for name, category in report["categories"].items()}, report


def lacks(report: Mapping[str, Any], short: list[str]) -> Iterator[str]:
    """What took points, of the categories that fell short."""
    for name in short:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] not in (None, 1):
                items = audit.get("details", {}).get("items", [])
                yield f"    {name}: {audit['title']} {audit.get('displayValue', '')} {json.dumps(items[:2])[:300] if items else ''}"


def scores(address: str) -> Iterator[str]:
    """A page is measured again when it falls short in speed: other work on the machine slows a page, and nothing makes it faster."""
    print(f"{'':18}" + "".join(f"{name:>16}" for name in (*WHOLE, "LCP", "blocked", "machine", "shift")))
    for name, path in PAGES.items():
        for _ in range(TRIES):
            got, report = lighthouse(address + path)
            if got["performance"] >= WHOLE["performance"]:
                break
        audits = report["audits"]
        speed = f"{report['environment']['benchmarkIndex']:.0f}"  # of the machine, as Lighthouse found it
        shown = [audits[key]["displayValue"] for key in ("largest-contentful-paint", "total-blocking-time")] + [speed]
        shift = audits["cumulative-layout-shift"]["numericValue"]
        print(
            f"{name:18}"
            + "".join(f"{got[key]:16}" for key in WHOLE)
            + "".join(f"{s:>16}" for s in shown)
            + f"{shift:16.4f}"
        )
        short = [key for key, wanted in WHOLE.items() if got[key] < wanted]
        yield from (f"Lighthouse, {name}: {key} {got[key]}, wanted {WHOLE[key]}" for key in short)
        print(*lacks(report, short), sep="\n", end="\n" if short else "")
        if shift:
            yield f"Lighthouse, {name}: the layout shifts by {shift:.4f}"
        for request in audits["network-requests"]["details"]["items"]:
            if not request["url"].startswith((address, "data:", "blob:")):
                yield f"Lighthouse, {name}: asks another host: {request['url']}"


def visit(address: str) -> Iterator[str]:
    """Every byte of a first visit to an essay, counted where it is sent: heads, the search's index and its worker, too."""
    for name in ("essay", "essay with notes"):
        SENT.clear()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            opened = browser.new_page(viewport={"width": 390, "height": 844})
            opened.goto(address + PAGES[name], wait_until="networkidle")
            opened.wait_for_timeout(1000)
            browser.close()
        sent = Counter[str]()
        for path, size in SENT:
            sent[path] += size
        theme = sum(size for path, size in sent.items() if (THEME / path).is_file())
        total = sent.total()
        print(f"\nA first visit to {PAGES[name]}: {total / 1024:.1f} KB of {FIRST_VISIT // 1024}", end="; ")
        print(f"ours {(total - theme) / 1024:.1f}, the theme's {theme / 1024:.1f}")
        for path, size in sent.most_common():
            print(f"  {size / 1024:7.1f}  {'theme' if (THEME / path).is_file() else 'ours '}  {path or '(page)'}")
        if total > FIRST_VISIT:
            yield f"a first visit to {PAGES[name]} takes {total / 1024:.1f} KB"


@cache
def templates(theme: bool) -> str:
    folders = [THEME] if theme else [ROOT / "overrides", ROOT / "builder" / "templates"]
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in (".html", ".md")]
    return "".join(file.read_text("utf-8") for file in files)


def of_theme(message: Mapping[str, Any]) -> bool:
    """Whether the element that a message is about stands in a template of the theme, by its id, class or data, and in none of ours."""
    start = message.get("hiliteStart", 0)
    tag = message.get("extract", "")[start : start + message.get("hiliteLength", 0)]
    marks = re.findall(r'\b(?:id|class|for|data-[\w-]+)="[^"]+"', tag)
    return any(mark in templates(True) and mark not in templates(False) for mark in marks)


def markup() -> Iterator[str]:
    """The Nu HTML Checker on every page."""
    command = ["java", "-Xss4m", "-jar", TOOLS / "vnu-jar/build/dist/vnu.jar", "--exit-zero-always", "--format", "json"]
    done = subprocess.run([*command, "--skip-non-html", SITE], stderr=subprocess.PIPE, check=True)
    heard: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for message in json.loads(done.stderr)["messages"]:
        # Two remarks are wrong: of files none is 'self' to a policy, and data in a <script> are no script.
        if "Content Security Policy (meta tag)" in message["message"]:
            continue
        theme = of_theme(message)
        heard[theme][f"{message.get('subType', message['type'])}: {message['message']}"] += 1
        if message["type"] != "info" and not theme:
            where = f"{message['url'].removeprefix(SITE.as_uri().replace('///', '/'))}:{message.get('lastLine', '')}"
            yield f"markup, {where}: {message['message']} {message.get('extract', '').strip()!r}"
    print(f"\nThe Nu HTML Checker on {sum(1 for _ in SITE.rglob('*.html'))} pages")
    for theme, said in heard.items():
        print(f"  {'the theme' if theme else 'ours'}: {'' if said else 'nothing'}")
        for text, count in said.most_common():
            print(f"  {count:5}  {text}")


def accessible() -> Iterator[str]:
    """Ace by DAISY on the e-books."""
    print("\nAce by DAISY")
    # The browser may be slow to start where other work is done.
    settings = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    for book in BOOKS:
        with tempfile.TemporaryDirectory() as folder:
            command = [
                "node",
                TOOLS / "@daisy/ace-cli/bin/ace.js",
                "--silent",
                "--force",
                "--outdir",
                folder,
                SITE / book,
            ]
            subprocess.run(command, env=settings, check=False)  # its report says what is wrong
            report = json.loads((Path(folder) / "report.json").read_text("utf-8"))
        heard = [(file["earl:testSubject"]["url"], one) for file in report["assertions"] for one in file["assertions"]]
        print(f"  {book}: {len(heard) or 'nothing'}")
        for file, one in heard:
            yield f"Ace, {book}, {file}: {one['earl:test']['dct:title']} {one['earl:result'].get('dct:description', '')}"


def main() -> int:
    if not (SITE / "index.html").is_file():
        sys.exit("There is no site; run: make site")
    with host() as address:
        faults = [*markup(), *accessible(), *visit(address), *scores(address)]
    print("", *(faults or ["All figures are met."]), sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
