"""Take the README's pictures: `make screens` writes docs/assets/screens/ from the site that was built.

With a folder as argument, take every kind of page there instead, at three widths, light and dark, to look at.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, serve

ROOT = Path(__file__).parent.parent.parent
KINDS = {
    "home": "",
    "essays": "essays/",
    "baev": "essays/baev-2025/",
    "pomeranz": "essays/pomeranz-2024/",
    "glossary": "glossary/",
    "entry": "glossary/cis/",
    "about": "about/",
}
WIDTHS = {"wide": (1440, 1000), "medium": (820, 1000), "phone": (360, 740)}


def picture(
    browser: Browser,
    address: str,
    target: Path,
    size: tuple[int, int],
    scheme: str,
    card: str = "",
    whole: bool = False,
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    if card:
        link = page.locator(f'a.reader-term[data-term="{card}"]').first
        link.evaluate("link => scrollTo(0, link.getBoundingClientRect().top + scrollY - 330)")
        page.wait_for_timeout(300)
        link.hover()
        page.wait_for_timeout(900)
    page.screenshot(path=target, full_page=whole)
    context.close()


def main(folder: str = "") -> None:
    screens = Path(folder) if folder else ROOT / "docs" / "assets" / "screens"
    screens.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, serve(ROOT / "site") as host:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        if folder:
            for name, path in KINDS.items():
                for width, size in WIDTHS.items():
                    for scheme in ("light", "dark"):
                        picture(browser, host + path, screens / f"{name}-{width}-{scheme}.png", size, scheme)
        else:
            picture(
                browser, f"{host}essays/pomeranz-2024/", screens / "essay-wide.png", (1440, 900), "light", card="cis"
            )
            picture(browser, f"{host}essays/pomeranz-2024/", screens / "essay-phone.png", (390, 780), "dark")
            picture(browser, f"{host}glossary/csto/", screens / "entry-wide.png", (1440, 900), "light")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
