"""Real browsers and the real site, served under a sub-path as a host would. Without the browsers these tests fail."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from builder.project import Project

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all browsers of a run: a second would not start beside it."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
    yield chromium
    chromium.close()


class _Slow(_Quiet):
    """Sends a page in pieces, as a weak connection does, so that a browser paints it before it is whole."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        while piece := source.read(8192):
            outputfile.write(piece)
            if self.path.endswith("/"):
                outputfile.flush()
                sleep(0.1)


@contextmanager
def serve(root: Path, handler: type[SimpleHTTPRequestHandler] = _Quiet) -> Iterator[str]:
    """Serve a folder on a free port; gives the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(real: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site's address: http://127.0.0.1:PORT/reader/, on a host and under a path that it was not built for."""
    root = tmp_path_factory.mktemp("host")
    (root / "reader").symlink_to(real.site)
    with serve(root) as host:
        yield f"{host}reader/"


@pytest.fixture(scope="session")
def slow(real: Project) -> Iterator[str]:
    with serve(real.site, _Slow) as host:
        yield host


@pytest.fixture(scope="session")
def lost(real: Project) -> Iterator[str]:
    """The page for addresses that lead nowhere, at a host's root: its links start there, whatever the address was."""
    with serve(real.site) as host:
        yield f"{host}404.html"


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds on a page, or in what the selector names; then, of contrast, in the other colours: nothing else
    depends on them."""
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found = _looked(page, within)
    page.emulate_media(color_scheme="light" if dark else "dark")
    page.evaluate("Promise.allSettled(document.getAnimations().map((colour) => colour.finished))")
    found += _looked(page, within, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="dark" if dark else "light")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary'][:200]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


def _looked(page: Page, within: str | None, **options: object) -> list[dict[str, Any]]:
    """What is wrong, and the rules that gave up on the page: they are told apart from others that axe is not sure of by
    naming no element."""
    result = Axe().run(page, context=within, options={"resultTypes": ["violations", "incomplete"], **options}).response
    gave_up = [rule["id"] for rule in result["incomplete"] if not rule["nodes"]]
    assert not gave_up, f"axe could not run {gave_up}"
    return list(result["violations"])


class Watched:
    """Everything that a page should not do: errors in the console, requests that fail or go elsewhere."""

    def __init__(self, page: Page, host: str) -> None:
        self.troubles: list[str] = []
        page.on(
            "console",
            lambda message: message.type in ("error", "warning") and self.troubles.append(f"console: {message.text}"),
        )
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        # A request that is still under way when the test leaves the page is aborted; that is no failure of the page.
        page.on(
            "requestfailed",
            lambda request: request.failure == "net::ERR_ABORTED" or self.troubles.append(f"failed: {request.url}"),
        )
        page.on(
            "response",
            lambda response: response.status >= 400 and self.troubles.append(f"{response.status}: {response.url}"),
        )
        page.on(
            "request",
            lambda request: (
                request.url.startswith((host, "data:", "blob:")) or self.troubles.append(f"foreign: {request.url}")
            ),
        )
        page.on("dialog", lambda dialog: self.troubles.append(f"dialog: {dialog.message}"))


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test when anything untoward happens on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    watched = Watched(opened, address)
    yield opened
    context.close()
    assert watched.troubles == []


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()
