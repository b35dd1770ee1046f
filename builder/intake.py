"""What a pull request may bring beside seeds: mkdocs.yml and docs/, read as a stranger's before MkDocs obeys them.

The seeds are words, which their readers judge. But a hook, an extension or a template is code that a build would run on
the editor's own machine, and a link to another place is a file of that machine that it would publish. The policy is a
list of what is harmless; decision 25 says why.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ConfigDict

from builder.diagnostics import Diagnostic
from builder.documents import parse
from builder.files import read_text
from builder.folders import generated
from builder.project import Project
from builder.records import Record

SETTINGS = frozenset(
    "copyright dev_addr docs_dir draft_docs edit_uri edit_uri_template exclude_docs extra extra_css extra_javascript "
    "markdown_extensions nav not_in_nav plugins repo_name repo_url site_author site_description site_dir site_name "
    "site_url strict theme use_directory_urls validation".split()
)
THEME = frozenset("custom_dir direction favicon features font icon language logo name palette".split())
TRACKING = frozenset("analytics consent".split())  # of Material's `extra`
PLUGINS = frozenset({"search", "material/search"})
EXTENSIONS = frozenset(  # Python-Markdown's own: any other name is a module that is imported, a pull request's own too
    "abbr admonition attr_list def_list fenced_code footnotes legacy_attrs legacy_em md_in_html meta nl2br sane_lists "
    "smarty tables toc wikilinks".split()
)
FIXED = {"docs_dir": "docs", "custom_dir": "overrides", "name": "material"}
KINDS = {"plugins": ("plugin", PLUGINS), "markdown_extensions": ("extension", EXTENSIONS)}
LOCAL = frozenset("extra_css extra_javascript logo favicon".split())  # what a page loads
YAML = "tag:yaml.org,2002:"
SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
HINT = "Leave it out. If the collection needs it, propose it by itself, as a change of code."
# What browsers show or save and run nothing of, and what names the host of GitHub Pages.
SHOWN = frozenset(
    ".apkg .avif .bib .css .csv .docx .epub .gif .ico .jpeg .jpg .json .jsonld .md .mp3 .mp4 .ogg .pdf .png .ris .tsv "
    ".txt .webm .webp .woff .woff2 .zip".split()
)


class _Settings(Record):
    model_config = ConfigDict(extra="allow")


def strange(project: Project) -> list[Diagnostic]:
    """Everything in the collection's folder that would run, or that leads to another place."""
    return [*_links(project), *_settings(project), *_docs(project)]


def _links(project: Project) -> Iterator[Diagnostic]:
    """Symbolic links in what is read and published. (The seeds' readers refuse those among the seeds, one by one.)"""
    for folder in (project.root / "seeds", project.glossary, project.essays, project.docs, project.root / "overrides"):
        if folder.is_symlink():
            yield _link(project, folder)
    folders = [entry for entry in _all(project.root / "seeds") if entry.is_dir()]
    for entry in (*folders, *_all(project.docs), *_all(project.root / "overrides")):
        if entry.is_symlink():
            yield _link(project, Path(entry.path))


def _link(project: Project, path: Path) -> Diagnostic:
    hint = "Put the file or folder itself there."
    return Diagnostic(project.name(path), 1, 1, "seed-outside", "This is a link to another place", hint)


def _all(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Every file and folder below one, in order; links are not followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else ():
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _all(Path(entry.path))


def _docs(project: Project) -> Iterator[Diagnostic]:
    """Files of a person in docs/, which MkDocs would publish as they are, that a browser or a host runs."""
    ours = generated(project.docs)
    for entry in _all(project.docs):
        name = Path(entry.path).relative_to(project.docs)
        hidden = any(part.startswith(".") for part in name.parts)  # MkDocs publishes none of them
        if hidden or entry.is_dir() or name.as_posix() in ours or name.as_posix() == "CNAME":
            continue
        if name.suffix.lower() not in SHOWN or name.name.startswith("_"):
            message = "A file of this kind may run where the site is read"
            hint = "Pages are .md files, pictures .png, .jpg or .webp; what the theme needs goes into overrides/."
            yield Diagnostic(project.name(Path(entry.path)), 1, 1, "docs-file", message, hint)


def _settings(project: Project) -> list[Diagnostic]:
    """What mkdocs.yml sets that is not on the list, or to something that is not."""
    name = project.config.name
    if not project.config.exists():
        return []
    text, found = read_text(project.config, name, project.root)
    _, document, wrong = parse(_Settings, text, name)
    told = [*found, *wrong]
    for node, message in _objections(document.root):
        mark = node.start_mark
        told.append(Diagnostic(name, mark.line + 1, mark.column + 1, "config-code", message, HINT))
    return told


def address(project: Project) -> str:
    """Where the site will stand, with a slash at its end, as mkdocs.yml says: read, and not obeyed. Else nothing."""
    text, _ = read_text(project.config, project.config.name, project.root)
    settings, _, _ = parse(_Settings, text, project.config.name)
    told = (settings.model_extra or {}).get("site_url") if settings else None
    return f"{told.rstrip('/')}/" if isinstance(told, str) and re.match("https?://", told) else ""


def _objections(root: yaml.Node | None) -> Iterator[tuple[yaml.Node, str]]:
    for key, node in _nodes(root):
        if told := _value(key, node):
            yield node, told
    for name, value in _pairs(root):
        if name.value not in SETTINGS:
            yield name, f"“{name.value}” is not among what a collection may set"
        yield from _fixed(name, value)
        if name.value == "theme":
            yield from _theme(value)
        if name.value == "extra":
            yield from (
                (inner, "Nothing here follows its readers") for inner, _ in _pairs(value) if inner.value in TRACKING
            )
        if name.value in KINDS:
            kind, known = KINDS[name.value]
            for item in _listed(value):
                if str(item.value).removeprefix("markdown.extensions.") not in known:
                    yield item, f"The {kind} “{item.value}” is not one that the reader ships"


def _value(key: str, node: yaml.Node) -> str:
    """What is wrong with a value wherever it stands; empty where nothing is."""
    value = "".join(str(node.value).split()) if isinstance(node, yaml.ScalarNode) else ""
    if not node.tag.startswith(YAML) or node.tag.startswith(f"{YAML}python"):
        return f"The tag {node.tag[:60]} is for code, or for what is on this machine"
    if SCRIPT.match(value):
        return "This address is a script"
    if key in LOCAL and HOST.match(value):
        return "This is fetched from another host"
    if key in ("site_url", "repo_url") and value and not value.lower().startswith(("https://", "http://")):
        return f"“{key}” is not an address that begins with https://"
    return ""


def _theme(node: yaml.Node) -> Iterator[tuple[yaml.Node, str]]:
    if isinstance(node, yaml.ScalarNode) and node.value != FIXED["name"]:
        yield node, f"The theme is {FIXED['name']}"
    for name, value in _pairs(node):
        if name.value not in THEME:
            yield name, f"“{name.value}” is not among what a collection may set of the theme"
        yield from _fixed(name, value)


def _fixed(name: yaml.Node, value: yaml.Node) -> Iterator[tuple[yaml.Node, str]]:
    if name.value in FIXED and value.value != FIXED[name.value]:
        yield value, f"“{name.value}” is “{FIXED[name.value]}” and nothing else"


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _listed(node: yaml.Node) -> Iterator[yaml.Node]:
    """The names in a list, whose items may be a name or a name with its settings."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        if isinstance(item, yaml.MappingNode):
            yield from (name for name, _ in item.value)
        elif isinstance(item, yaml.ScalarNode) and item.value:
            yield item


def _nodes(node: yaml.Node | None, key: str = "") -> Iterator[tuple[str, yaml.Node]]:
    """Every value, with the nearest key above it."""
    if node:
        yield key, node
    for name, value in _pairs(node):
        yield key, name
        yield from _nodes(value, key if key in LOCAL else str(name.value))
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _nodes(item, key)
