"""What ``scripts/pictures`` saw: written down page by page, read back, and made into a summary and a page to look through."""

import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path

FILE = "verdict.jsonl"

STYLE = """body{font:16px/1.4 sans-serif;margin:24px;color:#17242b}section{border-top:1px solid #999;padding:12px 0}
.looks{display:flex;gap:12px;align-items:flex-start;overflow:auto}figure{margin:0}figcaption{font-size:13px}
img{width:280px;max-height:420px;object-fit:cover;object-position:top;border:1px solid #999}.wrong{color:#a00}"""


@dataclass
class Seen:
    """One page as one role: what was wrong, and how its pictures are called.

    ``structure`` is the same of two pages that differ only in their words and in how many rows they have; ``like`` names the role
    as which such a page was looked at, so that this one was not drawn again.
    """

    role: str
    name: str
    path: str
    wrong: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    structure: str = ""
    like: str = ""


def write_down(folder: Path, one: Seen) -> None:
    """One line a page, at once: a walk that is ended early keeps what it saw."""
    with (folder / one.role / FILE).open("a") as file:
        file.write(json.dumps(asdict(one)) + "\n")


def kept(folder: Path) -> list[Seen]:
    """Everything that is written down in a folder, role by role; of a page that was taken again only the last time."""
    found = {}
    for file in sorted(folder.glob(f"*/{FILE}")):
        for line in file.read_text().splitlines():
            one = Seen(**json.loads(line))
            found[(one.role, one.name)] = one
    return list(found.values())


def index_page(seen: list[Seen], beside: str = "") -> str:
    """A page to look through; with ``beside``, another folder of pictures beneath each of ours."""
    parts = [
        f"<!DOCTYPE html><html lang=en-GB><meta charset=utf-8><title>Pictures</title><style>{STYLE}</style><h1>Pictures</h1>"
    ]
    for one in sorted(seen, key=lambda s: (s.name, s.role)):
        parts.append(f"<section><h2>{escape(one.name)} as {escape(one.role)}</h2><p><code>{escape(one.path)}</code></p>")
        parts += [f"<p class=wrong>{escape(text)}</p>" for text in one.wrong]
        for folder in filter(None, ("./", beside and f"{beside.rstrip('/')}/")):
            shown = (
                f'<figure><figcaption>{look}{"" if folder == "./" else " beside"}</figcaption><a href="{escape(folder + file)}">'
                f'<img loading=lazy src="{escape(folder + file)}" alt=""></a></figure>'
                for look, file in one.pictures.items()
            )
            parts.append(f"<div class=looks>{''.join(shown)}</div>")
        parts.append("</section>")
    return "\n".join(parts)


def summary(seen: list[Seen]) -> tuple[list[str], int]:
    """(lines to print, the exit code): 1 when anything is wrong with any page, or when there is no page."""
    bad = [one for one in seen if one.wrong]
    lines = [f"{one.role:<14} {one.name:<32} {one.path}: {'; '.join(one.wrong)}" for one in bad]
    of_role = defaultdict(list)
    for one in seen:
        of_role[one.role].append(one)
    for role, pages in of_role.items():
        looks = defaultdict(int)
        for look in (look for one in pages for look in one.pictures):
            looks[look] += 1
        counted = ", ".join(f"{look} {number}" for look, number in looks.items())
        like = sum(bool(one.like) for one in pages)
        drawn = "; ".join(filter(None, (counted, f"{like} like another role’s" if like else "")))
        lines.append(f"{role}: {len(pages)} pages ({drawn}); {sum(bool(one.wrong) for one in pages)} with something wrong")
    pictures = sum(len(one.pictures) for one in seen)
    lines.append(f"{len(seen)} pages as {len(of_role)} roles, {pictures} pictures; {len(bad)} pages with something wrong")
    return lines, 1 if bad or not seen else 0
