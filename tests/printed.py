"""A PDF as one reads it with tools: its text by its tags (pypdf has the tree of them, pdfminer.six the letters)."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import decode_text
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

HYPHEN = "\u00ad"  # at a line's end, where there is none in the text
SHAPELESS = "\ufffd"  # an empty box


class _Letters(PDFTextDevice):
    """What each piece of marked content shows; what stands in none, or in an artifact, under None."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.page = -1
        self.open: list[tuple[int | None, bool]] = []
        self.shown: dict[tuple[int, int | None], str] = defaultdict(str)

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.page += 1

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        props = props or {}
        self.open.append((props.get("MCID"), "ActualText" in props))
        if "ActualText" in props:
            self.shown[self._place()] += decode_text(props["ActualText"])

    def end_tag(self) -> None:
        self.open.pop()

    def _place(self) -> tuple[int, int | None]:
        return self.page, next((number for number, _ in reversed(self.open) if number is not None), None)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        if any(replaced for _, replaced in self.open):
            return
        for part in seq:
            if isinstance(part, bytes):
                self.shown[self._place()] += "".join(
                    _letter(textstate.font, cid) for cid in textstate.font.decode(part)
                )


def _letter(font: Any, cid: int) -> str:
    try:
        return font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return SHAPELESS


@dataclass(frozen=True)
class Node:
    """An element of the tree of tags: its name, what it says of itself, and in their order elements and (page, text)."""

    name: str
    attributes: DictionaryObject
    children: tuple[Node | tuple[int, str], ...]

    def under(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.under()

    def words(self, *without: str) -> str:
        """The text, but for that of elements of these names; words that a line's end parts are joined."""
        parts = (
            child.words(*without) if isinstance(child, Node) else child[1]
            for child in self.children
            if not (isinstance(child, Node) and child.name in without)
        )
        return "".join(parts).replace(HYPHEN, "")

    def pages(self) -> set[int]:
        return {child[0] for node in self.under() for child in node.children if isinstance(child, tuple)}


class Printed:
    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content))
        manager = PDFResourceManager()
        device = _Letters(manager)
        interpreter = PDFPageInterpreter(manager, device)
        for page in PDFPage.get_pages(io.BytesIO(content)):
            interpreter.process_page(page)
        self.shown = device.shown
        self._pages = {
            page.indirect_reference.idnum: index
            for index, page in enumerate(self.reader.pages)
            if page.indirect_reference
        }
        root = self.reader.trailer["/Root"]["/StructTreeRoot"]
        self.tree = Node("Root", root, tuple(self._children(root["/K"], None)))

    def artifacts(self) -> list[str]:
        """What is no part of the text, by page: running heads, numbers of pages."""
        return [self.shown[page, None] for page in range(len(self.reader.pages))]

    def _children(self, held: Any, page: IndirectObject | None) -> Iterator[Node | tuple[int, str]]:
        held = held.get_object()
        if isinstance(held, ArrayObject):
            for each in held:
                yield from self._children(each, page)
        elif isinstance(held, DictionaryObject):
            own = held.raw_get("/Pg") if "/Pg" in held else page
            if "/S" in held:
                inner = tuple(self._children(held["/K"], own)) if "/K" in held else ()
                yield Node(held["/S"][1:], held, inner)
            elif held.get("/Type") == "/MCR":
                yield from self._children(held["/MCID"], own)
        elif page is not None:
            index = self._pages[page.idnum]
            yield index, self.shown[index, int(held)]
