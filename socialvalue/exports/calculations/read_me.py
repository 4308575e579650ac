"""What an archive says of itself, in plain text that every program opens. Pure."""

from collections.abc import Sequence
from textwrap import fill

WIDTH = 78
HOW_TO_READ = (
    "The tables are CSV files in UTF-8: any spreadsheet opens them. Days are written 2026-11-27. Times are the time in London, "
    "with the difference from UTC. An empty cell means that nothing is known, never 0. Where a text begins with a sign "
    "that a spreadsheet would take for a formula, an apostrophe stands in front of it."
)


def read_me(title: str, made_at: str, by: str, whose: str, contents: Sequence[tuple[str, str]], left_out: Sequence[str]) -> str:
    """``contents``: the name of each table and what its lines are. With the line ends that every editor shows."""
    blocks = [
        title,
        "=" * len(title),
        "",
        _text(f"Made on {made_at} for {by}. {whose}"),
        *_headed(
            "What is in it",
            [f"{name}\n{fill(says, WIDTH, initial_indent='  ', subsequent_indent='  ')}" for name, says in contents],
        ),
        *_headed("What is not in it, and why", [fill(f"- {said}", WIDTH, subsequent_indent="  ") for said in left_out]),
        *_headed("How to read it", [_text(HOW_TO_READ)]),
        "",
    ]
    return "\n".join(blocks).replace("\n", "\r\n")


def _text(words: str) -> str:
    return fill(words, WIDTH)


def _headed(heading: str, blocks: Sequence[str]) -> list[str]:
    return ["", heading, "-" * len(heading), "", "\n\n".join(blocks)]
