"""`reader new`: an essay or an entry comes in, and what a person should look at is told."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from builder.cli.options import PROJECT
from builder.cli.telling import elsewhere, reporting, say
from builder.diagnostics import Diagnostic, Refused, Unreadable, harmless
from builder.model import Kind

if TYPE_CHECKING:
    from builder.project import Project
    from builder.proposals import Known, Value

# What is asked for where the text does not say it; Enter leaves it out.
QUESTIONS = {
    "title": "Title",
    "authors": "Author",
    "published": "When did it appear (2024-02-14, 2024, Winter 2024)",
    "venue": "Where did it appear (journal, newspaper, website)",
    "rights": "Who owns the text, and why may it stand here",
}
SAID = "As you said."


@click.command()
@click.argument("file", required=False, metavar="FILE|-")
@PROJECT
@click.option("--slug", default="", metavar="NAME", help="Name of the new files.  [default: author and year]")
@click.option("--title", default="")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="May be given more than once.")
@click.option("--date", "published", default="", help="When it appeared: 2024-02-14, 2024, “Winter 2024”.")
@click.option("--venue", default="", help="Where it appeared.")
@click.option("--url", default="", help="Its address there.")
@click.option("--rights", default="", help="Who owns the text, and by what right it stands here.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option("--term", default="", metavar="NAME", help="Begin an entry of the glossary with this name instead.")
@click.option("--kind", type=click.Choice(get_args(Kind)), default="organization", show_default=True, help="Of --term.")
@click.option("--short", default="", help="Of --term: the short form that texts use.")
@click.option("--definition", default="", help="Of --term: one sentence that says what it is.")
def new(
    file: str | None, root: Path, slug: str, title: str, authors: tuple[str, ...], published: str, venue: str, url: str,
    rights: str, yes: bool, term: str, kind: Kind, short: str, definition: str,
) -> None:  # fmt: skip
    """Bring in an essay (FILE, or - for what is piped in), or begin an entry of the glossary (--term).

    A .txt, .md, .html or .docx file is copied as it is into seeds/essays/, with a sidecar that says what was found in
    it and what is still to be said. Asks only what the text does not show. Never overwrites a file.
    """
    if bool(file) == bool(term):
        raise click.UsageError("Name a file to bring in, or --term and the name of an entry.")
    from builder.project import open_project

    with reporting():
        project = open_project(root)
        if file is None:
            _new_entry(project, term, kind, short, definition, not yes and at_terminal())
            return
        given: dict[str, Value] = {
            "title": title, "authors": authors, "published": published, "venue": venue, "url": url, "rights": rights,
        }  # fmt: skip
        _new_essay(project, file, slug, given, not yes and file != "-" and at_terminal())


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


def _new_essay(project: Project, file: str, slug: str, given: Mapping[str, Value], asking: bool) -> None:
    from builder import inspection, naming, proposals, schemas
    from builder.folders import create
    from builder.glossary import read_glossary

    for key, value in given.items():
        if problem := proposals.wrong(key, value):
            option = {"authors": "author", "published": "date"}.get(key, key)
            raise click.BadParameter(problem, param_hint=f"--{option}")
    name, data, inside = _source(project, file)
    taken = naming.taken_names(project)
    if slug and (inside or slug in taken or not naming.may_be(slug)):
        raise click.UsageError(_refused(slug, inside, slug in taken))
    essay, suffix = proposals.read(name, data)
    if same := naming.twin(project, data, inside):
        raise click.UsageError(f"{same} is this very file: it is in the collection already.")
    about = proposals.known(essay, name).told(SAID, given)
    if asking:
        about = _asked(about)
    glossary, _ = read_glossary(project)
    editors = (project.root / schemas.path("sidecar")).is_file()
    proposal = proposals.propose(essay, suffix, data, about, glossary, taken, inside or slug, editors)
    path = f"seeds/essays/{proposal.slug}"
    seed = {} if inside else {f"{path}{suffix}": data}
    create(project.root, {**seed, f"{path}.yml": proposal.sidecar.encode()})
    report = inspection.inspect(project.root / f"{path}{suffix}", project.root)
    click.echo(inspection.told(report))
    click.echo("\n" + "\n".join(_to_do(path, suffix, about, report["names"], elsewhere(project.root))))


def _source(project: Project, file: str) -> tuple[str, bytes, str]:
    """The name and the bytes of what is brought in, and its slug where it lies among the essays already."""
    from builder import naming
    from builder.files import LARGEST, read_bytes
    from builder.seeds import FORMATS

    if file == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            hint = "Divide it, or take out what is not the essay."
            raise Refused([Diagnostic("-", 1, 1, "seed-large", f"It is larger than {LARGEST >> 20} MB", hint)])
        return file, data, ""
    if "://" in file:
        hint = "Open it in a browser, save the page (Ctrl-S), and name the file that was saved."
        raise click.UsageError(f"Nothing is fetched from the network. {hint}")
    path = Path(file)
    if not path.is_file():
        told = f"{file} is a folder: name a file in it." if path.is_dir() else f"There is no file {file}."
        raise click.UsageError(harmless(told))
    inside = path.resolve().parent == project.essays.resolve()
    sound = naming.may_be(path.stem) and path.suffix in FORMATS
    if inside and (not sound or path.with_suffix(".yml").exists()):
        hint = "It has its sidecar already." if sound else "Move it elsewhere, and name it there."
        raise click.UsageError(f"{file} is in seeds/essays/ already. {hint}")
    try:
        return path.name, read_bytes(path, path.resolve().parent), path.stem if inside else ""
    except Unreadable as refused:
        raise Refused([refused.at(path.name)]) from None


def _refused(slug: str, inside: str, is_taken: bool) -> str:
    if inside:
        return f"The essay is called {inside} already: rename the file for another name."
    told = "is the name of an essay, or was" if is_taken else "cannot be a name: use small letters, digits and hyphens"
    return f"“{slug}” {told}. Without --slug a free name is found."


def _asked(about: Known) -> Known:
    """What the text does not say, as a person says it."""
    from builder import proposals

    missing = [key for key in QUESTIONS if about.origins.get(key, proposals.MADE) == proposals.MADE]
    if missing:
        by = f", by {about.words('authors')}" if about.words("authors") else ""
        say(f"“{about.words('title')}”{by}. Enter leaves an answer out.")
    for key in missing:
        while True:
            made = about.words(key)
            said = click.prompt(QUESTIONS[key], default=made, show_default=bool(made), err=True).strip()
            answer: Value = (said,) if key == "authors" and said else said
            if not (problem := proposals.wrong(key, answer)):
                break
            say(problem)
        about = about.told(SAID, {key: answer})
    return about


def _to_do(path: str, suffix: str, about: Known, names: Sequence[tuple[str, int]], where: str) -> list[str]:
    """What was written, and what is left to a person."""
    from builder import suggestions

    lines = [f"Written: {path}{suffix} and {path}.yml", "", "Now"]
    missing = [key for key in QUESTIONS if not about.words(key)]
    if missing:
        lines.append(f"  say in {path}.yml, if you know it: {', '.join(missing)}")
    lines.append("  look above whether title, byline and headings were read rightly; the sidecar corrects what was not")
    if names:
        told = ", ".join(f"{name} ({count})" for name, count in names[:8])
        lines.append(f"  names that no entry has: {told}")
        lines.append(f"  {suggestions.command(names[0][0])}{where}   begins an entry")
    return [
        *lines,
        f"  reader check{where}   says what is still wrong; nothing where all is well",
        f"  reader build{where}   makes the site",
    ]


def _new_entry(project: Project, term: str, kind: Kind, short: str, definition: str, asking: bool) -> None:
    from builder import naming, new_entries
    from builder.folders import create
    from builder.glossary import read_glossary

    if not term.strip():
        raise click.UsageError("Name the entry: --term “European Union”.")
    glossary, _ = read_glossary(project)
    if known := glossary.resolve(" ".join(term.split())):
        raise click.UsageError(f"{known.path} has this name already.")
    taken = naming.taken_ids(project)
    if asking and not definition:
        question = "What is it, in one neutral sentence (Enter to write it later)"
        definition = click.prompt(question, default="", show_default=False, err=True)
    path, text = new_entries.entry(term, kind, short, definition, taken, glossary)
    create(project.root, {path: text.encode()})
    click.echo(f"Written: {path}\n\nNow")
    if not definition.strip():
        click.echo("  write below the second --- one sentence that defines it: reader check asks for it")
    if other := glossary.resolve(short) if short else None:
        click.echo(
            f"  {other.path} has “{harmless(short)}”, too: such a form is linked only where a text shows which is meant"
        )
    click.echo("  fill in what you have a source for; a key with “# ” before it is left out")
