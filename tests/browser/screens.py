"""Take the README's pictures: `make screens` writes docs/assets/screens/ from the site that was built.

With a folder as argument, take every kind of page there instead, at three widths, light and dark, to look at.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PIL import Image
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
MOST = 150 * 1024  # bytes of a picture of the README
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
        link = page.locator(f'p a.reader-term[data-term="{card}"]').first
        link.evaluate("link => scrollTo(0, link.getBoundingClientRect().top + scrollY - 330)")
        page.wait_for_timeout(300)
        link.hover()
        page.locator(f"#card-{card}").wait_for()
        page.wait_for_timeout(500)
    page.screenshot(path=target, full_page=whole)
    context.close()


def lighter(file: Path) -> None:
    """Keep a picture in as many colours as its bytes allow."""
    whole = Image.open(file).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        whole.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size <= MOST:
            return
    sys.exit(f"{file.name} is larger than {MOST // 1024} KB in 16 colours.")


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
            essay, entry = f"{host}essays/pomeranz-2024/", f"{host}glossary/csto/"
            picture(browser, essay, screens / "essay-wide.png", (1440, 900), "light", card="cis")
            picture(browser, essay, screens / "essay-phone.png", (390, 780), "dark")
            picture(browser, entry, screens / "entry-wide.png", (1440, 900), "light")
            picture(browser, host, screens / "home-wide.png", (1440, 900), "light")
            for file in screens.glob("*.png"):
                lighter(file)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
