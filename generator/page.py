"""One page of the site in one language, as it goes to the renderer. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from generator.directory import Language
from generator.directory.model import Site


@dataclass(frozen=True)
class Page:
    """A page in one language. `paths` says where it lives in each that has it.

    `kind` is the name of its template; `at_any_depth`: it is served for any address; `stands_for`: the path of the page
    that search engines are to name in its place; `data`: what machines are told (JSON-LD); `published`: of news, when.
    """

    kind: str
    title: str
    description: str
    words: Language
    paths: Mapping[str, str]
    at_any_depth: bool = False
    stands_for: str = ""
    data: str = ""
    published: date | None = None
    body: str = ""

    @property
    def path(self) -> str:
        return self.paths[self.words.code]

    @property
    def is_indexed(self) -> bool:
        return not self.at_any_depth and not self.stands_for

    def link(self, site: Site, path: str) -> str:
        """A link to a path of the site."""
        return links_from(site, self.path, at_any_depth=self.at_any_depth)(path)


def links_from(site: Site, path: str, *, at_any_depth: bool = False) -> Callable[[str], str]:
    """What makes of a path of the site a link from the page at `path`.

    It is relative, so that a site works under any folder, but where the page may stand at any depth.
    """
    begin = f"{urlsplit(site.url).path.rstrip('/')}/" if at_any_depth else "../" * path.count("/")
    return lambda to: begin + to or "./"
