"""A page of HTML, read strictly: what stands open, what it would load, what it says."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

_VOID = {"input", "meta"}
_LOADS = {"src", "srcset", "background", "poster", "data", "action", "formaction", "xlink:href"}


class Page(HTMLParser):
    """What a page holds.

    Attributes:
        tags: every element, in the order of the page.
        ids: every id.
        links: what the page leads to.
        policy: the content security policy.
        style: the one style sheet.
        texts: what is said, by language; `""` where none is marked.
        faults: what no page of ours may have.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.policy = self.style = ""
        self.texts: dict[str, list[str]] = {"": [], "zh": [], "en": []}
        self.faults: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> stands open" for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [known["id"]] if "id" in known else []
        self.links += [known["href"]] if "href" in known else []
        loads = known.keys() & _LOADS | {name for name in known if name.startswith("on")}
        self.faults += [f"<{tag}> has {name}" for name in loads | ({"style"} & known.keys())]
        if tag == "meta" and known.get("http-equiv") == "Content-Security-Policy":
            self.policy = known["content"]
        if tag not in _VOID:
            language = known.get("lang", self._open[-1][1] if self._open else "")
            self._open.append((tag, "" if tag == "html" else language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes nothing")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1] if self._open else ("", "")
        if tag == "style":
            self.style += data
        elif data.strip():
            self.texts[language].append(" ".join(data.split()))

    @property
    def words(self) -> str:
        """All that it says, in the order of languages."""
        return "\n".join(text for texts in self.texts.values() for text in texts)


def read(text: str) -> Page:
    """Read a page, and hold it to what every page of ours keeps."""
    page = Page(text)
    assert page.faults == []
    assert text.startswith("<!DOCTYPE html>\n")
    assert text.endswith("</html>\n")
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(page.tags)
    assert page.tags.count("style") == page.tags.count("h1") == page.tags.count("main") == 1
    assert sorted(set(page.ids)) == sorted(page.ids)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)
    assert re.search(r"url\(|@import|://|expression", page.style) is None
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert page.policy == f"default-src 'none'; style-src 'sha256-{digest}'"
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(below <= level + 1 for level, below in pairwise(levels))
    return page
