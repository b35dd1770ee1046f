"""A real Firefox, driven by the protocol it was born with (Marionette): Debian ships no geckodriver, and Playwright wants a build of its own."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WAIT = 60  # seconds until Firefox must have started; it takes three to six
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key under which WebDriver hands elements over
KEYS = {"Tab": "\ue004", "Escape": "\ue00c", "Enter": "\ue007"}
# Errors of scripts and of the policy, with the address of the file that they are in. A load that ends because the page is left is none.
HEARD = """
const said = Services.console.getMessageArray().filter((m) => m instanceof Ci.nsIScriptError)
  .filter((m) => m.sourceName.startsWith(arguments[0]) && !/^(CSS Parser|Layout)/.test(m.category) && !m.errorMessage.includes("NS_BINDING_ABORTED"))
  .map((m) => `${m.category}: ${m.errorMessage} (${m.sourceName}:${m.lineNumber})`);
Services.console.reset();
return said;
"""
# The window itself cannot be narrower than 450 px; the part of it that shows the page can.
RESIZE = """
const [width, height] = arguments, browser = gBrowser.selectedBrowser;
for (const [name, size] of [["width", width], ["height", height]])
  for (const kind of ["", "min-", "max-"]) browser.style.setProperty(kind + name, `${size}px`);
"""


class Refused(Exception):
    """Firefox answered with an error."""


class Firefox:
    """One tab, as little as the tests need."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._count = 0
        self._receive()  # the greeting
        self.version = str(self.call("WebDriver:NewSession")["capabilities"]["browserVersion"])

    def _receive(self) -> Any:
        length = b""
        while (byte := self._connection.recv(1)) not in (b":", b""):
            length += byte
        wanted, got = int(length or 0), b""
        while len(got) < wanted:
            got += self._connection.recv(wanted - len(got))
        return json.loads(got or "null")

    def call(self, name: str, **parameters: object) -> Any:
        self._count += 1
        said = json.dumps([0, self._count, name, parameters]).encode()
        self._connection.sendall(b"%d:%b" % (len(said), said))
        _, _, error, result = self._receive()
        if error:
            raise Refused(f"{name}: {error['error']}: {error['message']}")
        return result

    def goto(self, address: str) -> None:
        self.call("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: object) -> Any:
        """The value of an expression, in the page."""
        return self.call("WebDriver:ExecuteScript", script=f"return {script}", args=list(arguments))["value"]

    def wait(self, script: str, *arguments: object, seconds: float = 5) -> None:
        """Until an expression is true."""
        end = time.monotonic() + seconds
        while not self.run(script, *arguments):
            assert time.monotonic() < end, f"never true in Firefox: {script} {arguments}"
            time.sleep(0.05)

    def resize(self, width: int, height: int) -> None:
        self._as_chrome(RESIZE, width, height)
        self.wait(f"innerWidth === {width} && innerHeight === {height}")

    def point(self, x: float, y: float, press: bool = False) -> None:
        """Move the pointer there; press and let go, if wanted."""
        steps: list[dict[str, object]] = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 60}]
        if press:
            steps += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self.call("WebDriver:PerformActions", actions=[{"type": "pointer", "id": "mouse", "actions": steps}])

    def point_at(self, selector: str, press: bool = False) -> None:
        """Bring the first such element into view, and point at the first line of it."""
        x, y = self.run(
            "(() => { const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const b = e.getClientRects()[0]; return [b.left + b.width / 2, b.top + b.height / 2]; })()",
            selector,
        )
        self.point(x, y, press)

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        steps = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self.call("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": steps}])

    def heard(self, address: str) -> list[str]:
        """The errors and warnings of pages under an address since the last call; those about style sheets left out."""
        found: list[str] = self._as_chrome(HEARD, address)
        return found

    def _as_chrome(self, script: str, *arguments: object) -> Any:
        self.call("Marionette:SetContext", value="chrome")
        try:
            return self.call("WebDriver:ExecuteScript", script=script, args=list(arguments), sandbox="system")["value"]
        finally:
            self.call("Marionette:SetContext", value="content")


@contextmanager
def firefox() -> Iterator[Firefox]:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "there is no Firefox on this machine: install firefox-esr (Debian) or Firefox"
    with tempfile.TemporaryDirectory(prefix="reader-firefox-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder)
        # Port 0 lets Firefox choose a free one, which it writes into its profile.
        preferences = {
            "marionette.port": 0,
            "browser.shell.checkDefaultBrowser": False,
            "browser.aboutwelcome.enabled": False,
        }
        (profile / "user.js").write_text(
            "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
        )
        arguments = ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", folder]
        with (
            (profile / "log").open("wb") as log,
            subprocess.Popen([program, *arguments], stdout=log, stderr=log) as run,
        ):
            try:
                end = time.monotonic() + WAIT
                while not (port := (profile / "MarionetteActivePort")).is_file() or not port.read_text():
                    assert run.poll() is None and time.monotonic() < end, (profile / "log").read_text()
                    time.sleep(0.1)
                with socket.create_connection(("127.0.0.1", int(port.read_text())), timeout=WAIT) as connection:
                    yield Firefox(connection)
            finally:
                run.terminate()
