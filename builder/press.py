"""One page of the site, as MkDocs makes it: the steps of its build, for the page that is asked for and no other.

A press is of one state of the collection and quickly set up: for another state there is another press.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from builder.folders import generated
from builder.publish import date_by, is_own_script, refusing, smaller
from builder.shelf import Shelf
from builder.templating import COMPILED

NAMES = ("{}.md", "{}/index.md", "{}/README.md")  # what may be published at an address


class _Files(Files):
    """What a person put into docs/, what the theme has, and of the generated pages those that were asked for."""

    press: Press

    def get_file_from_path(self, path: str) -> File | None:
        name = Path(path).as_posix()
        file = super().get_file_from_path(name)
        if file is None and self.press.shelf.has(name):
            config = self.press.config
            file = File(name, None, config.site_dir, config.use_directory_urls)
            set_exclusions([file], config)
            self.append(file)
        return file


class Press:
    """MkDocs as `config` sets it up; `shelf` has the texts of the collection.

    Raises Refused with whatever MkDocs warns of, here and for each page.
    """

    def __init__(self, config: Path, folder: Path, edition: str, shelf: Shelf) -> None:
        """`folder`: where MkDocs may write what it makes. `edition` (ISO) is the day of the build."""
        self.path, self.shelf, self.folder = config, shelf, folder
        date_by(edition)
        with refusing(config):
            self.config = loaded = load_config(str(config), site_dir=str(folder))
            loaded.plugins.on_config(loaded)
            loaded.plugins.on_pre_build(config=loaded)
            self.env = loaded.theme.get_env()
            self.env.bytecode_cache = COMPILED
            ours = generated(Path(loaded.docs_dir))  # an earlier build's
            self.files = _Files(file for file in get_files(loaded) if file.src_uri not in ours)
            self.files.press = self
            self.files.add_files_from_theme(self.env, loaded)
            loaded.plugins.on_files(self.files, config=loaded)
            set_exclusions(self.files, loaded)
            self.nav = get_navigation(self.files, loaded)
            loaded.plugins.on_nav(self.nav, config=loaded, files=self.files)
            loaded.plugins.on_env(self.env, config=loaded, files=self.files)
            for page in self.nav.pages:
                if page.title is None:  # it is told on every page
                    self._populate(page)

    def get(self, path: str) -> bytes | None:
        """What the site has at a path (`essays/x/index.html`); None where it has nothing."""
        if path in self.config.theme.static_templates:
            return self._template(path)
        file = self._page(path)
        if file:
            return self._made(file)
        text = self.shelf.get(path)
        if text is not None:
            return text.encode()
        static = Files.get_file_from_path(self.files, path)
        if static is None or static.is_documentation_page() or not _is_shown(static):
            return None
        content = static.content_bytes
        return smaller(content) if is_own_script(path) else content

    def _page(self, path: str) -> File | None:
        if not path.endswith(".html"):
            return None
        stem = path.removesuffix(".html").removesuffix("/index")
        names = [name.format(stem) for name in NAMES] + (["index.md", "README.md"] if stem == "index" else [])
        found = (self.files.get_file_from_path(name) for name in names)
        return next((f for f in found if f and f.dest_uri == path and _is_shown(f)), None)

    def _made(self, file: File) -> bytes:
        page = file.page if file.page in self.nav.pages and file.page else Page(None, file, self.config)
        with refusing(self.path):
            self._populate(page)
            _build_page(page, self.config, self.files.documentation_pages(), self.nav, self.env)
        return Path(file.abs_dest_path).read_bytes()

    def _populate(self, page: Page) -> None:
        text = self.shelf.get(page.file.src_uri) if page.file.src_dir is None else None
        if text is not None:
            page.file.content_string = text
        _populate_page(page, self.config, self.files)

    def _template(self, name: str) -> bytes:
        """A page that the theme makes of the whole site: that of an error, the list of all pages."""
        if name == "sitemap.xml":
            for path in self.shelf.all():
                if path.endswith(".md") and (file := self.files.get_file_from_path(path)) and file.page is None:
                    Page(None, file, self.config)
        with refusing(self.path):
            _build_theme_template(name, self.env, self.files, self.config, self.nav)
        made = self.folder / name
        return made.read_bytes() if made.is_file() else b""


def _is_shown(file: File) -> bool:
    return bool(file.inclusion.is_included())  # type: ignore[no-untyped-call]
