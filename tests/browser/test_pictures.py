"""What the pages look like: pictures, reduced to a quarter, beside those in tests/browser/pictures/.

The browser of these tests has Noto and nothing else to write with, so that two machines show the same. When a change of the
look (or of a text) is meant: `make pictures`, and look at what git says has changed.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import ARGUMENTS
from tests.conftest import ROOT

PAGES = {
    "home": "",
    "essays": "essays/",
    "baev": "essays/baev-2025/",
    "pomeranz": "essays/pomeranz-2024/",
    "glossary": "glossary/",
    "organization": "glossary/csto/",
    "person": "glossary/vladimir-putin/",
    "members": "overview/members/",
    "timeline": "overview/timeline/",
    "map": "overview/map/",
    "relations": "overview/relations/",
    "about": "about/",
    "lost": "404.html",
}
WIDTHS = (1440, 820, 360)
HEIGHT = 1600
KEPT = ROOT / "tests" / "browser" / "pictures"
TOLD = ROOT / ".pictures"  # what differs is drawn here
QUARTER = 4
COLOURS = 256  # of a picture that is kept
BLUR = 1.5  # cells: enough that a picture that moved by a pixel is the same picture
NEAR = 6  # of 255: levels that a cell may lie outside of what stands around it
FEW = 8  # cells that may do so for all that

FONTS = "NotoSans NotoSerif NotoSansMath NotoSansSymbols NotoSansSymbols2".split()
FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<dir>{folder}</dir><cachedir>{folder}</cachedir>
<match target="font"><edit name="antialias" mode="assign"><bool>true</bool></edit><edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="rgba" mode="assign"><const>none</const></edit></match>
{aliases}</fontconfig>"""
ALIAS = "<alias><family>{}</family><prefer><family>{}</family></prefer></alias>"
GENERIC = {"serif": "Noto Serif", "sans-serif": "Noto Sans", "system-ui": "Noto Sans"}


def typefaces(folder: Path) -> Path:
    """A configuration that knows Noto and no other typeface."""
    assert shutil.which("fc-match"), "there is no fontconfig on this machine: install fontconfig and fonts-noto-core"
    asked = ["fc-match", "--format", "%{file}", "Noto Serif:style=Regular"]
    found = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    assert found.name == "NotoSerif-Regular.ttf", (
        f"there is no Noto Serif on this machine, but {found.name}: install fonts-noto-core"
    )
    for family in FONTS:
        for file in found.parent.glob(f"{family}-*.ttf"):
            if file.stem.partition("-")[2] in ("Regular", "Bold", "Italic", "BoldItalic", "Medium", "SemiBold"):
                (folder / file.name).symlink_to(file)
    aliases = "".join(ALIAS.format(*pair) for pair in GENERIC.items())
    (folder / "fonts.conf").write_text(FONTS_CONF.format(folder=folder, aliases=aliases))
    return folder / "fonts.conf"


@pytest.fixture(scope="module")
def painter(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    environment = {"FONTCONFIG_FILE": str(typefaces(tmp_path_factory.mktemp("fonts"))), "HOME": str(Path.home())}
    arguments = [*ARGUMENTS, "--font-render-hinting=none"]
    chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments, env={**environment})
    yield chromium
    chromium.close()


def picture(page: Page) -> Image.Image:
    page.evaluate("document.fonts.ready")
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    return taken.reduce(QUARTER)


def opened(painter: Browser, address: str, width: int) -> Page:
    # The policy of the pages forbids the style sheets that a test adds.
    context = painter.new_context(
        viewport={"width": width, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    page.add_style_tag(content="*, ::before, ::after, ::placeholder { transition: none !important }")
    return page


def differing(kept: Image.Image, now: Image.Image) -> Image.Image:
    """Black, and white where a cell of one has a colour that the other does not have there or right beside."""
    kept, now = (shown.filter(ImageFilter.GaussianBlur(BLUR)) for shown in (kept, now))
    found = Image.new("L", now.size)
    for one, other in ((kept, now), (now, kept)):
        below = ImageChops.subtract(one.filter(ImageFilter.MinFilter(3)), other)
        above = ImageChops.subtract(other, one.filter(ImageFilter.MaxFilter(3)))
        for channel in ImageChops.lighter(below, above).split():
            found = ImageChops.lighter(found, channel.point(lambda level: 255 if level > NEAR else 0))
    return found


def count(found: Image.Image) -> int:
    return found.histogram()[255]


def small(taken: Image.Image) -> Image.Image:
    """As it is kept: a few colours, for git's sake."""
    return taken.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_pages_look_as_they_did(
    painter: Browser, address: str, lost: str, request: pytest.FixtureRequest, name: str, width: int
) -> None:
    page = opened(painter, lost if name == "lost" else f"{address}{PAGES[name]}", width)
    told = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        now = picture(page)
        file = KEPT / f"{name}-{width}-{scheme}.png"
        if request.config.getoption("--update-pictures"):
            KEPT.mkdir(exist_ok=True)
            small(now).save(file, optimize=True)
            continue
        assert file.is_file(), f"{file.name} was never taken: make pictures"
        kept = Image.open(file).convert("RGB")
        found = differing(kept, now) if kept.size == now.size else Image.new("L", now.size, 255)
        if count(found) > FEW:
            TOLD.mkdir(exist_ok=True)
            shown = Image.new("RGB", (now.width * 3 + 20, max(now.height, kept.height)), "grey")
            marked = Image.composite(Image.new("RGB", now.size, "red"), now.point(lambda level: level // 2 + 64), found)
            for place, part in enumerate((kept, now, marked)):
                shown.paste(part, (place * (now.width + 10), 0))
            shown.resize((shown.width * 2, shown.height * 2)).save(TOLD / file.name)
            told.append(f"{TOLD / file.name}: {count(found)} cells differ (kept, now, where)")
    page.context.close()
    assert told == []


MOVED = "{{position:relative!important;left:{}px!important;top:{}px!important}}"
CHANGES = {  # a style sheet, and whether a reader would see what it does
    "*{}": False,
    "article" + MOVED.format(1, 1): False,
    "body{background:#fbfaf9!important}": False,
    "h1" + MOVED.format(8, 0): True,
    "h1" + MOVED.format(0, 8): True,
    "article p:nth-of-type(2)" + MOVED.format(8, 0): True,
    "article p:nth-of-type(2)" + MOVED.format(0, 8): True,
    "h1{visibility:hidden!important}": True,
    "article p:nth-of-type(2){visibility:hidden!important}": True,
    "header{visibility:hidden!important}": True,
    "body{background:#f6f4ee!important}": True,
    "h1{color:#a33!important}": True,
    "article p{color:#555!important}": True,
    "header a{color:#a33!important}": True,
}


@pytest.mark.parametrize("width", [1440, 360])
def test_the_comparison_sees_what_a_reader_would(painter: Browser, address: str, width: int) -> None:
    page = opened(painter, f"{address}about/", width)
    kept = small(picture(page)).convert("RGB")
    wrong = []
    for css, seen in CHANGES.items():
        added = page.add_style_tag(content=css)
        found = count(differing(kept, picture(page)))
        added.evaluate("style => style.remove()")
        wrong += [(css, found)] if (found > FEW) is not seen else []
    page.context.close()
    assert wrong == []
