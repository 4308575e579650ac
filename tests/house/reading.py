"""What people read, taken out of the files it stands in: text of templates, strings of Python, lines of Markdown."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("socialvalue", "procurement", "contracts", "measurement")

# A value that is only known when the page is made, and the edge of a tag
VALUE, EDGE = "{}", "‖"

BLOCK = re.compile(
    r"address|article|aside|blockquote|body|br|button|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6r]|"
    r"head|header|html|input|label|legend|li|main|nav|ol|option|p|section|select|summary|table|tbody|td|textarea|tfoot|th|thead|"
    r"title|tr|ul"
)
READ_ATTRIBUTES = {"aria-label", "title", "alt", "placeholder", "value", "content", "data-label", "caption"}
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
# A name, an address, a pattern: nobody reads it
TECHNICAL = re.compile(r"[a-z_][\w./:*-]*|.*\\[bdsw].*", re.S)
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")


@dataclass(frozen=True)
class Said:
    """``text`` with its spaces made single, where it stands."""

    file: str
    line: int
    text: str


class _Pieces(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.words: list[str] = []
        self.began = 1
        self.silent = 0

    def ends(self) -> None:
        if text := " ".join("".join(self.words).split()):
            self.found.append((self.began, text))
        self.words = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if BLOCK.fullmatch(tag):
            self.ends()
        self.silent += tag in ("script", "style")
        self.found += [(self.getpos()[0], " ".join(v.split())) for name, v in attrs if name in READ_ATTRIBUTES and v]

    def handle_endtag(self, tag: str) -> None:
        if BLOCK.fullmatch(tag):
            self.ends()
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if not self.words:
            self.began = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        self.words.append(data)


def is_read(text: str) -> bool:
    """Whether somebody reads it: neither empty nor a name, an address or a pattern of the program."""
    return bool(text) and TECHNICAL.fullmatch(text) is None


def of_template(source: str) -> Iterator[tuple[int, str]]:
    """The text and the attributes that are read, and every string inside a tag of Django's, such as a part's heading."""
    source = re.sub(r"{% comment %}.*?{% endcomment %}", lambda m: "\n" * m[0].count("\n"), source, flags=re.S)
    for tag in TAG.finditer(source):
        if not tag[0].startswith("{#"):
            line = source.count("\n", 0, tag.start()) + 1
            yield from ((line, text) for pair in QUOTED.findall(tag[0]) if (text := pair[0] or pair[1]) and is_read(text))

    def without(tag: re.Match[str]) -> str:
        kept = VALUE if tag[0].startswith("{{") else "" if tag[0].startswith("{#") else EDGE
        return kept + "\n" * tag[0].count("\n")

    pieces = _Pieces()
    pieces.feed(TAG.sub(without, source))
    pieces.close()
    pieces.ends()
    yield from ((line, text) for line, text in pieces.found if text.strip(VALUE + EDGE + " "))


def of_python(source: str) -> Iterator[tuple[int, str]]:
    """Every string that is no docstring; what is put into an f-string is a value."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
            parts = (str(p.value) if isinstance(p, ast.Constant) else VALUE for p in node.values)
            yield node.lineno, " ".join("".join(parts).split())
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent and is_read(node.value):
            yield node.lineno, " ".join(node.value.split())


def of_markdown(source: str) -> Iterator[tuple[int, str]]:
    """Every paragraph, without what stands in a code block or in backticks."""
    source = re.sub(r"^```.*?^```", lambda m: "\n" * m[0].count("\n"), source, flags=re.S | re.M)
    line = 1
    for paragraph in re.split(r"(\n\s*\n)", source):
        if paragraph.strip():
            yield line, " ".join(re.sub(r"`[^`]*`", VALUE, paragraph).split())
        line += paragraph.count("\n")


def of_script(source: str) -> Iterator[tuple[int, str]]:
    """Every string of a script of the pages that begins like a sentence."""
    for found in re.finditer(r"([\"'`])([A-Z][^\"'`\n]*)\1", source):
        yield source.count("\n", 0, found.start()) + 1, re.sub(r"\${[^}]*}", VALUE, found[2])


def files() -> Iterator[Path]:
    """Not the list of changes and the decisions: they say what was so on their day. Nor the models, whose notes are for us."""
    yield from sorted((ROOT / "templates").rglob("*.html"))
    yield from sorted((ROOT / "templates").rglob("*.txt"))
    for storey in STOREYS:
        yield from (
            p
            for p in sorted((ROOT / storey).rglob("*.py"))
            if p.name != "models.py" and not {"migrations", "models"} & {*p.parts}
        )
    yield from sorted((ROOT / "static" / "src").glob("*.js"))
    yield from (ROOT / "README.md", ROOT / "CONTRIBUTING.md")
    # The glossary itself names what these pages do not say; its own test reads it
    yield from (p for p in sorted((ROOT / "docs").glob("*.md")) if p.name != "words.md")


def said_in(path: Path) -> Iterator[Said]:
    read = {".html": of_template, ".txt": of_template, ".py": of_python, ".js": of_script, ".md": of_markdown}[path.suffix]
    for line, text in read(path.read_text()):
        yield Said(str(path.relative_to(ROOT)), line, text)
