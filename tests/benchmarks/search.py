"""The search of a large collection: `make bench`, or `python -m tests.benchmarks.search`.

Bytes sent until the first list of a query is there, with gzip as hosts send it, to a browser that has nothing; and milliseconds from
the last key to the list, for queries typed key by key after another one.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from builder import indexing, pipeline
from builder.annotating import Context, annotate_one
from builder.exports.search import Engine, essay_passages, language, names_js, passages_js
from builder.glossary import read_glossary
from builder.matching import Gazetteer
from builder.pages import Collection
from builder.project import open_project
from builder.seeds import find_seeds
from tests.browser.conftest import ARGUMENTS
from tests.conftest import publishable, write
from tests.crowd import crowd

WORDS = 2_200
PAUSE = 60  # milliseconds between two keys: a quick typist
QUERIES = (
    "CSTO", "ЕАЭС", "Shanghai pact", "Comonwealth of Independant States", "sanctions", "foreign policy", "partnerships", "the war",
    "Russian influence", "nuclear power plant", "energy payments", "“foreign policy”", "Kazakhstan sanctions", "peacekeepers", "oligarch",
)  # fmt: skip
CASES: tuple[tuple[int, Engine], ...] = ((35, "whole"), (70, "whole"), (35, "pagefind"), (1000, "pagefind"))
TIMED = """() => {
  const list = document.querySelector(".reader-search__found");
  document.addEventListener("input", () => { window.typed = performance.now(); }, true);
  new MutationObserver(() => { if (list.ariaBusy === "false") window.shown = performance.now(); }).observe(list, { attributes: true });
}"""
PACKED = (".html", ".js", ".css", ".json", ".svg")


class _Host(SimpleHTTPRequestHandler):
    """Sends text compressed, and counts what it sends."""

    sent = 0

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        packed = gzip.compress(body, 6, mtime=0) if path.suffix in PACKED else body
        type(self).sent += len(packed)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path.name))
        self.send_header("Content-Length", str(len(packed)))
        if packed is not body:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(packed)


def collection(root: Path, essays: int) -> Collection:
    """A crowd, each essay read and annotated alone."""
    project = crowd(root, essays, WORDS)
    glossary, _ = read_glossary(project)
    context = Context(project, glossary, Gazetteer(glossary.forms))
    read = [annotate_one(path, context) for path in find_seeds(project)[0]]
    held = {each.seed.essay.slug: (each.seed.essay, each.layers) for each in read if each.seed.essay}
    return Collection(project.collection, glossary, held, {})


def put(collection: Collection, site: Path, engine: Engine) -> None:
    """What the search of the collection needs, into a site of another one."""
    essays, glossary = collection.essays, collection.glossary
    (site / "search" / "names.js").write_text(names_js(essays, glossary, {}, engine), "utf-8")
    (site / "search" / "passages.js").write_text(passages_js(essays, glossary, engine), "utf-8")
    if engine == "pagefind":
        pages = ((language(essay), essay_passages(essay, layers, glossary)) for essay, layers in essays.values())
        indexing.index(pages, site / "pagefind")


def ask(browser: Browser, address: str, query: str, first: bool) -> tuple[int, float]:
    """Bytes sent for the list, and milliseconds from the last key to it. `first`: nothing was searched before."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    before = _Host.sent
    page.keyboard.press("/")
    field, done = page.locator(".reader-search input"), page.locator(".reader-search__found[aria-busy=false]")
    field.wait_for()
    field.fill(query if first else "Russia")
    done.wait_for()
    taken = 0.0
    if not first:
        field.fill("")
        page.evaluate(TIMED)
        field.press_sequentially(query, delay=PAUSE)
        done.wait_for()
        taken = page.evaluate("shown - typed")
    context.close()
    return _Host.sent - before, taken


def main() -> None:
    print(
        f"| essays | engine | KB sent, median | most | ms after the last key, median | most | {len(QUERIES)} queries |"
    )
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        root = write(
            Path(made, "small"),
            {"seeds/collection.yml": "title: T\ndescription: D\nedition: 2026-01-01\nrights: Made for a test.\n"},
        )
        publishable(root)
        site = pipeline.build(open_project(root)).project.site
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site)))
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for count, engine in CASES:
            put(collection(Path(made, f"{count}-{engine}"), count), site, engine)
            asked = partial(ask, browser, f"http://127.0.0.1:{server.server_port}/")
            sent = [asked(query, True)[0] / 1024 for query in QUERIES]
            taken = [asked(query, False)[1] for query in QUERIES]
            figures = (statistics.median(sent), max(sent), statistics.median(taken), max(taken))
            print(f"| {count} | {engine} |", *(f"{figure:.0f} |" for figure in figures), flush=True)
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
