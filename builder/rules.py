"""Every rule that a finding may have: what it means, how to mend it, how grave it is, and an example.

`reader explain`, the page of rules and the rules in SARIF are made from this table.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from textwrap import fill, indent
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`meaning` says how to mend it, too, for a contributor. `wrong` and `right` are lines of a file."""

    meaning: str
    severity: Severity = "error"
    wrong: str = ""
    right: str = ""

    @property
    def short(self) -> str:
        """Its first sentence: what is wrong."""
        return f"{self.meaning.partition('. ')[0].rstrip('.')}."

    @property
    def remedy(self) -> str:
        """The others: what to do."""
        return self.meaning.partition(". ")[2]

    @property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """What is wrong and what is right, each after its label; none where words say enough."""
        return (("Wrong", self.wrong), ("Right", self.right)) if self.right else ()


RULES: dict[str, Rule] = {
    "seed-missing": Rule("A sidecar has no essay beside it. Add the essay under the same name, or remove the sidecar."),
    "seed-empty": Rule("The essay holds no text. Put the text in, or remove the file and its sidecar."),
    "seed-encoding": Rule(
        "The file is in an encoding that is not certain, or in two. Save it as UTF-8 (in most editors: “Save as…”, "
        "encoding UTF-8), or name its encoding in the sidecar: `encoding: windows-1251`.",
    ),
    "seed-binary": Rule("The file is no text: a PDF, a picture or a program under another name. Export it as text."),
    "seed-large": Rule("The file is larger than a book. Divide it, or take out what is not the essay."),
    "seed-docx": Rule(
        "The Word file cannot be opened, or is none. Open it in a word processor and save it again as .docx."
    ),
    "seed-markup": Rule(
        "The markup would lose words: a tag or a comment is opened and never closed, or a row of a table has more "
        "cells than the table's head. Close the tag or the comment; give the head a cell for each column.",
    ),
    "seed-article": Rule(
        "No article was found in the web page. Save the article alone, as text or as a fragment of HTML."
    ),
    "seed-lost": Rule(
        "A character was lost before the file was made: U+FFFD stands in its place. Put the right one there.",
        severity="warning",
    ),
    "seed-outside": Rule("A file or folder is a link to another place, or no regular file. Put the file itself there."),
    "seed-format": Rule(
        "The file is of a kind that no reader knows. Essays are .txt, .md, .html or .docx files.",
        wrong="seeds/essays/baev-2025.pdf",
        right="seeds/essays/baev-2025.docx",
    ),
    "seed-name": Rule(
        "File names are made of small letters, digits and hyphens (baev-2025.txt), and no two are alike. Rename "
        "the file.",
        wrong="seeds/essays/My Essay (final).txt",
        right="seeds/essays/baev-2025.txt",
    ),
    "seed-structure": Rule("Nothing in the text could be taken as its title. Name it with `title:` in the sidecar."),
    "rights-missing": Rule(
        "Nobody says who owns an essay and by what right it stands here. Write `rights:` in its sidecar (“© 2024 Ann "
        "Author; shown with her consent”, “Public domain: a speech of 1863”), or in collection.yml where one line "
        "holds for all essays.",
        severity="warning",
        wrong="venue: Panorama",
        right="venue: Panorama\nrights: © 2025 Panorama; shown with the editors’ consent",
    ),
    "access-url": Rule(
        "Of an essay with `access: excerpt` only passages are shown, and readers are led to the whole. Write its "
        "address: `url:`.",
        wrong="access: excerpt",
        right="access: excerpt\nurl: https://example.org/the-essay",
    ),
    "yaml-syntax": Rule(
        "The YAML cannot be parsed. Mind the indentation, and quote values that hold a colon or a hash.",
        wrong="title: Armenia: a choice",
        right='title: "Armenia: a choice"',
    ),
    "yaml-alias": Rule(
        "YAML anchors and aliases (&name, *name) are not accepted. Write the value out.",
        wrong="title: &name A Title\nvenue: *name",
        right="title: A Title\nvenue: A Title",
    ),
    "yaml-duplicate": Rule(
        "A key stands twice in one mapping. Keep one of them.",
        wrong="tags: [sanctions]\nvenue: A Review\ntags: [Armenia]",
        right="tags: [sanctions, Armenia]\nvenue: A Review",
    ),
    "merge-conflict": Rule(
        "Git has put two versions of these lines into the file and left the choice to you. Keep one of them, or what "
        "is right of both, and remove the three lines of `<<<<<<<`, `=======` and `>>>>>>>`.",
        wrong="<<<<<<< HEAD\nvenue: A Review\n=======\nvenue: The Review\n>>>>>>> main",
        right="venue: The Review",
    ),
    "record-key": Rule(
        "A key that the builder does not know. CONTRIBUTING has the list; a near match is suggested.",
        wrong="titel: A Title",
        right="title: A Title",
    ),
    "record-missing": Rule(
        "A key that is needed is not there. Write it, with its value.",
        wrong="notes:\n  - quote: the words it is about\n    text: What the record shows.",
        right="notes:\n  - quote: the words it is about\n    kind: context\n    text: What the record shows.",
    ),
    "record-value": Rule(
        "A value is of the wrong type or not one of those allowed. CONTRIBUTING says what each key takes.",
        wrong="markup: no",
        right="markup: none",
    ),
    "record-date": Rule(
        "A date is none. Write 2024-02-14, 2024-02 or 2024.",
        wrong="date: 14 February 2024",
        right="date: 2024-02-14",
    ),
    "author-family": Rule(
        "The `family:` of an author is not a part of the name. Write the very words that the name has.",
        wrong="authors: [{name: Xi Jinping, family: Jinpin}]",
        right="authors: [{name: Xi Jinping, family: Xi}]",
    ),
    "fact-country": Rule(
        "A code is no country’s. Write the two capital letters of ISO 3166-1: AM, GB, KZ; of a state that is no "
        "more, those of ISO 3166-3: SU, YU, CSHH for Czechoslovakia, CSXX for Serbia and Montenegro.",
        wrong="members:\n  - {country: UK}",
        right="members:\n  - {country: GB}",
    ),
    "fact-interval": Rule(
        "An event or a membership ends before it begins, or a country is listed twice with one status for one time. "
        "Look up the dates; say in the earlier one when it ended (`to:`).",
        wrong="members:\n  - {country: FI, from: 2012, to: 2006}",
        right="members:\n  - {country: FI, from: 2006, to: 2012}",
    ),
    "anachronism": Rule(
        "An essay names what was founded only after the essay’s date. Say in a note on these words what is meant, or "
        "check the essay’s `date` and the entry’s `founded`.",
        severity="warning",
    ),
    "record-missing-body": Rule("An entry has no definition. Write one sentence below the second `---`."),
    "entry-duplicate": Rule("Two entries have one id (the file's name). Rename or merge them."),
    "entry-kind": Rule(
        "An entry lies in a folder that is no kind of entry. Move it into that of its kind.",
        wrong="seeds/glossary/animals/dog.md",
        right="seeds/glossary/concept/dog.md",
    ),
    "alias-conflict": Rule(
        "Two entries claim one name or alias. Mark the alias `when: introduced` or `when: never` in one of them; two "
        "entries of one name need names that tell them apart.",
        wrong="aliases: [the Union]",
        right="aliases:\n  - {text: the Union, when: introduced}",
    ),
    "alias-common": Rule(
        "An alias is a common word, which texts use of many things. Write `when: introduced`, so that it counts only "
        "after a full name in the same essay, or a longer form.",
        wrong="aliases: [the League]",
        right="aliases:\n  - {text: the League, when: introduced}",
    ),
    "alias-short": Rule(
        "An alias is one letter. Write a longer form, or `when: never`, so that only the search knows it.",
        wrong="aliases: [E]",
        right="aliases:\n  - {text: E, when: never}",
    ),
    "alias-many": Rule("An entry has more than 200 aliases. Leave out what follows by rule (capitals, dots, “the”)."),
    "alias-ambiguous": Rule(
        "Words of the essay may mean either of two entries, and nothing in it tells which. Say in the sidecar what "
        "they mean (`link: {ICC: icc}`), or that they are not to be linked (`nolink: [ICC]`).",
        severity="warning",
        wrong="The ICC met.",
        right="link: {ICC: icc}",
    ),
    "link-unknown": Rule(
        "A [name] in a note or an entry belongs to no entry of the glossary. Write an id or a name of one.",
        wrong="text: It joined the [Leage].",
        right="text: It joined the [League].",
    ),
    "link-self": Rule(
        "A [name] in an entry leads to the entry itself. Write the name without brackets.",
        severity="warning",
        wrong="The [League] is a body of examples.",
        right="The League is a body of examples.",
    ),
    "quote-missing": Rule(
        "Neither the quoted words nor words like them stand in the essay. Quote them as a reader sees them, without "
        "markup, or remove what is said of them.",
        wrong="quote: words that nobody wrote",
        right="quote: words of the essay",
    ),
    "quote-changed": Rule(
        "The quoted words, or those around them, have changed. If those that are shown are meant, paste them into "
        "the sidecar: an editor has to sign for it.",
    ),
    "quote-moved": Rule(
        "The quoted words stand in other surroundings than the quotation tells. Paste the new ones.",
        severity="warning",
    ),
    "quote-length": Rule(
        "A quotation is too short to mean one place, or too long. Quote the few words that matter.",
        wrong="quote: E",
        right='quote: "The EL rose"',
    ),
    "note-duplicate": Rule(
        "Two notes are about the very same words. Make one of them, or quote what each is about.",
        severity="warning",
    ),
    "quote-ambiguous": Rule(
        "The quoted words stand more than once. Add `prefix:` or `suffix:`, or quote more words.",
        wrong='quote: "the EL"',
        right='quote: "the EL"\nprefix: "No more was said of"',
    ),
    "reference-unknown": Rule(
        "A cross-reference leads to an essay that is not there. Write the name of its file, without the ending.",
        wrong="see:\n  - {from: its words, to: pomerantz-2024, quote: other words, why: …}",
        right="see:\n  - {from: its words, to: pomeranz-2024, quote: other words, why: …}",
    ),
    "address-lost": Rule(
        "An address that was published would lead nowhere. Add the suggested lines to the sidecar (for a page, to "
        "collection.yml): under `moved:` where the words stand now, or under `removed:` why they are gone.",
        wrong="# nothing is said of p-1a2b3c4d, which was published",
        right="moved: {p-1a2b3c4d: p-5e6f7a8b}",
    ),
    "address-unknown": Rule(
        "An address under `moved:` leads to no block (or page), or back to itself. Lead it to one that is there, or "
        "say under `moved:` or `removed:` what became of the one that it leads to.",
        wrong="moved: {p-1a2b3c4d: p-nowhere}",
        right="moved: {p-1a2b3c4d: p-5e6f7a8b}",
    ),
    "address-live": Rule(
        "An address under `moved:` or `removed:` is that of a block (or page) that is there, or it stands under "
        "both. Remove the line.",
    ),
    "published-unreadable": Rule(
        "What was published cannot be read. Name a published site, its anchors.json, or `git:` and a revision; "
        "`--against none` compares with nothing.",
    ),
    "term-unknown": Rule(
        "A term is named by an id or a name that no entry has. Write that of an entry, or add the entry.",
        wrong="link: {SCA: scoo}",
        right="link: {SCA: sco}",
    ),
    "project-missing": Rule(
        "The folder is no collection: it has no seeds/collection.yml, or no mkdocs.yml to publish with. "
        "Name another with `--project`, or add them."
    ),
    "config-code": Rule(
        "mkdocs.yml sets what would run code of this collection when the site is made (a hook, a plugin, an extension, "
        "a template), publish files from elsewhere, or load something from another host. Leave it out.",
        wrong="hooks: [hook.py]",
        right="repo_url: https://github.com/owner/collection",
    ),
    "docs-file": Rule(
        "A file in docs/ is published as it is, and is of a kind that a browser or a host may run. Write pages as .md "
        "files; pictures, style sheets and files to take away may lie beside them.",
    ),
    "page-taken": Rule("A page or file of yours in docs/ stands where the builder writes one. Rename or move yours."),
    "html-unsafe": Rule(
        "A page holds an element or an attribute that no page may hold. Take it out, if the page is one of yours in "
        "docs/; else it is a fault of the builder: please report it.",
    ),
    "text-changed": Rule(
        "The text on a page is not the text of the seed. This is a fault of the builder; please report it."
    ),
    "link-broken": Rule("A link of the site leads nowhere. This is a fault of the builder; please report it."),
    "search-whole": Rule(
        "The collection is large, and Pagefind, which makes the index for its search, is not installed. The search "
        "works, but its first use loads the whole text of the essays.",
        severity="warning",
    ),
    "publisher": Rule("MkDocs or Pagefind reported a problem while making the site. Mend what its message names."),
    "ignore-reason": Rule(
        "A finding is silenced without a reason. Write after `because`, in a few words, why it may stay.",
        wrong="# reader: ignore[anachronism]",
        right="# reader: ignore[anachronism] because the essay means its forerunner",
    ),
    "ignore-unknown": Rule(
        "A comment that begins with `# reader:` is not understood, or it names no rule that there is. Write `# "
        "reader: ignore[rule] because` and the reason; one rule a comment.",
        wrong="# reader: ignore[anacronism] because …",
        right="# reader: ignore[anachronism] because …",
    ),
    "ignore-error": Rule(
        "An error cannot be silenced: what it says would be published wrong, or not at all. Mend it; warnings alone "
        "can be ignored.",
    ),
    "ignore-unused": Rule(
        "A comment silences a finding that is not there (any more). Remove the comment.",
        severity="warning",
    ),
}


def near(name: str) -> list[str]:
    """The rules whose names are most like one that there is not."""
    return difflib.get_close_matches(name, RULES, 3)


def explained(name: str) -> str:
    """A rule in words, for a terminal."""
    rule = RULES[name]
    parts = [f"{name} ({rule.severity})", fill(rule.meaning, 100)]
    for label, lines in rule.examples:
        parts += [f"{label}:", indent(lines, "    ")]
    return "\n\n".join(parts)


def listed() -> str:
    """All rules, a line each: the name, how grave it is, and the first sentence of what it means."""
    widest = max(map(len, RULES))
    return "\n".join(f"{name:<{widest}}  {rule.severity:<7}  {rule.short}" for name, rule in RULES.items())
