"""What can be wrong with what people write, and how it is said: `file:line:column: severity[rule] message`."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

# Every rule: what it means and how to mend it, for a contributor. The documentation page is made from this table.
RULES: dict[str, str] = {
    "seed-missing": "A sidecar has no essay beside it. Add the essay under the same name, or remove the sidecar.",
    "seed-empty": "The essay holds no text. Put the text in, or remove the file and its sidecar.",
    "seed-encoding": "The file is in an encoding that is not certain, or in two. Save it as UTF-8 (in most editors: "
    "“Save as…”, encoding UTF-8), or name its encoding in the sidecar: `encoding: windows-1251`.",
    "seed-binary": "The file is no text: a PDF, a picture or a program under another name. Export it as text.",
    "seed-large": "The file is larger than a book. Divide it, or take out what is not the essay.",
    "seed-docx": "The Word file cannot be opened, or is none. Open it in a word processor and save it again as .docx.",
    "seed-markup": "The markup would lose words: a tag or a comment is opened and never closed, or a row of a table "
    "has more cells than the table's head.",
    "seed-article": "No article was found in the web page. Save the article alone, as text or as a fragment of HTML.",
    "seed-lost": "A character was lost before the file was made: U+FFFD stands in its place. Put the right one there.",
    "seed-outside": "A file is a link that leads out of the collection, or no regular file. Put the file itself there.",
    "seed-format": "The file is of a kind that no reader knows. Essays are .txt, .md, .html or .docx files.",
    "seed-name": "File names are made of small letters, digits and hyphens (baev-2025.txt), and no two are alike.",
    "seed-structure": "Nothing in the text could be taken as its title. Name it with `title:` in the sidecar.",
    "yaml-syntax": "The YAML cannot be parsed. Mind the indentation, and quote values that hold a colon or a hash.",
    "yaml-alias": "YAML anchors and aliases (&name, *name) are not accepted. Write the value out.",
    "yaml-duplicate": "A key stands twice in one mapping. Keep one of them.",
    "record-key": "A key that the builder does not know. See CONTRIBUTING for the list; a near match is suggested.",
    "record-missing": "A key that is needed is not there.",
    "record-value": "A value is of the wrong type or not one of those allowed.",
    "record-date": "A date is none. Write 2024-02-14, 2024-02 or 2024.",
    "author-family": "The `family:` of an author is not a part of the name. Write the very words that the name has.",
    "fact-country": "A code is no country’s. Write the two capital letters of ISO 3166-1: AM, GB, KZ; of a "
    "state that is no more, those of ISO 3166-3: SU, YU, CSHH for Czechoslovakia, CSXX for Serbia and Montenegro.",
    "fact-interval": "An event or a membership ends before it begins, or a country is listed twice with one status for "
    "one time. Look up the dates; say in the earlier one when it ended (`to:`).",
    "anachronism": "An essay names what was founded only after the essay’s date. Say in a note on these words what is "
    "meant, or check the essay’s `date` and the entry’s `founded`.",
    "record-missing-body": "An entry has no definition. Write one sentence below the second `---`.",
    "entry-duplicate": "Two entries have one id (the file's name). Rename or merge them.",
    "entry-kind": "An entry lies in a folder that is no kind of entry.",
    "alias-conflict": "Two entries claim one name or alias. Mark the alias `when: introduced` or `when: never` in one "
    "of them; two entries of one name need names that tell them apart.",
    "alias-common": "An alias is a common word, which texts use of many things. Write `when: introduced`, so that it "
    "counts only after a full name in the same essay, or a longer form.",
    "alias-short": "An alias is one letter. Write a longer form, or `when: never`, so that only the search knows it.",
    "alias-many": "An entry has more than 200 aliases. Leave out what follows by rule (capitals, dots, “the”).",
    "alias-ambiguous": "Words of the essay may mean either of two entries, and nothing in it tells which. Say in the "
    "sidecar what they mean (`link: {ICC: icc}`), or that they are not to be linked (`nolink: [ICC]`).",
    "link-unknown": "A [name] in a note or an entry belongs to no entry of the glossary.",
    "link-self": "A [name] in an entry leads to the entry itself. Write the name without brackets.",
    "quote-missing": "Neither the quoted words nor words like them stand in the essay. Quote them as a reader sees "
    "them, without markup, or remove what is said of them.",
    "quote-changed": "The quoted words, or those around them, have changed. If those that are shown are meant, paste "
    "them into the sidecar: an editor has to sign for it.",
    "quote-moved": "The quoted words stand in other surroundings than the quotation tells. Paste the new ones.",
    "quote-length": "A quotation is too short to mean one place, or too long. Quote the few words that matter.",
    "note-duplicate": "Two notes are about the very same words. Make one of them, or quote what each is about.",
    "quote-ambiguous": "The quoted words stand more than once. Add `prefix:` or `suffix:`, or quote more words.",
    "reference-unknown": "A cross-reference leads to an essay that is not there.",
    "address-lost": "An address that was published would lead nowhere. Add the suggested lines to the sidecar (for a "
    "page, to collection.yml): under `moved:` where the words stand now, or under `removed:` why they are gone.",
    "address-unknown": "An address under `moved:` leads to no block (or page), or back to itself. Lead it to one that "
    "is there, or say under `moved:` or `removed:` what became of the one that it leads to.",
    "address-live": "An address under `moved:` or `removed:` is that of a block (or page) that is there, or it stands "
    "under both. Remove the line.",
    "published-unreadable": "What was published cannot be read. Name a published site, its anchors.json, or `git:` "
    "and a revision; `--against none` compares with nothing.",
    "term-unknown": "A term is named by an id or a name that no entry has.",
    "project-missing": "The folder is no collection: it has no seeds/collection.yml, or no mkdocs.yml to publish with.",
    "page-taken": "A page or file of yours in docs/ stands where the builder writes one. Rename or move yours.",
    "html-unsafe": "A page holds an element or an attribute that no page may hold. This is a fault of the builder; "
    "please report it.",
    "text-changed": "The text on a page is not the text of the seed. This is a fault of the builder; please report it.",
    "link-broken": "A link of the site leads nowhere. This is a fault of the builder; please report it.",
    "search-whole": "The collection is large, and Pagefind, which makes the index for its search, is not installed. "
    "The search works, but its first use loads the whole text of the essays.",
    "publisher": "MkDocs or Pagefind reported a problem while making the site.",
}


CONTROLS = dict.fromkeys((*range(32), 127), "?")  # a file's name may hold a line feed; a finding is one line


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding. Lines and columns count from 1, columns in code points."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"no such rule: {self.rule}")

    def __str__(self) -> str:
        path = self.path.translate(CONTROLS)
        told = f"{path}:{self.line}:{self.column}: {self.severity}[{self.rule}] {self.message}"
        return "\n    ".join([told, *self.hint.splitlines()])


class Refused(Exception):  # noqa: N818 - it is what happens to the build, not a fault of the program
    """The build stops here: what is wrong, all of it, is in `diagnostics`."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = sorted(diagnostics)


class Unreadable(Exception):  # noqa: N818 - it is what the file is
    """A file that no essay can be read from: what is wrong with it, and what to do."""

    def __init__(self, rule: str, message: str, hint: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint, self.line, self.column = rule, message, hint, line, column

    def at(self, path: str) -> Diagnostic:
        return Diagnostic(path, self.line, self.column, self.rule, self.message, self.hint)


class Lines:
    """The lines of a text: where each begins. Finds the line and column of many offsets, each in logarithmic time."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1) of an offset in code points."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of an offset in code points."""
    before = text.rfind("\n", 0, offset)
    return text.count("\n", 0, offset) + 1, offset - before
