"""What a browser knows of a page, read from its HTML."""

from html.parser import HTMLParser


class WebPage(HTMLParser):
    """The text, the links, the elements by their id, and what the page's form would send, where to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.ids: dict[str, dict[str, str]] = {}
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.action = ""
        self.enctype = ""
        self.fields: dict[str, str] = {}
        self._writing_into = ""
        self._select = ""
        self.choices: set[str] = set()
        self.feed(html)
        self.fields = {name: text.removeprefix("\n") for name, text in self.fields.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= set(attributes)
        if "id" in attributes:
            self.ids[attributes["id"]] = attributes
        match tag:
            case "a":
                self.links.append(attributes["href"])
            case "form":
                self.action, self.enctype = attributes["action"], attributes.get("enctype", "")
            case "input" | "textarea" | "select" if "name" in attributes:
                self._begin_field(tag, attributes)
            case "option" if self._select:
                self.fields.setdefault(self._select, attributes["value"])

    def _begin_field(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes["name"]
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self.fields[name], self._writing_into = "", name
        elif attributes.get("type") != "radio" or "checked" in attributes:
            self.fields[name] = attributes.get("value", "")
        else:
            self.choices.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._writing_into = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._writing_into:
            self.fields[self._writing_into] += data
