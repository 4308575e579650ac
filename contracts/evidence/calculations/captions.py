"""Captions from a transcript whose lines begin with their time. Pure."""

import re

LINE = re.compile(r"^\[?(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)\]?\s+(\S.*)$", re.ASCII)
# The last line stays so long: how long the video is, is not known here
LAST_SECONDS = 10


def timed_lines(words: str) -> list[tuple[int, str]]:
    """(second, what is said) of each line that begins with its time, as “0:05 Hello” or “[1:02:03] Hello”.

    A line without one belongs to the line before it.
    """
    found: list[tuple[int, str]] = []
    for line in words.splitlines():
        if timed := LINE.match(line.strip()):
            hours, minutes, seconds, said = timed.groups()
            found.append((int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds), said.strip()))
        elif found and line.strip():
            second, said = found[-1]
            found[-1] = (second, f"{said}\n{line.strip()}")
    return found


def vtt(words: str) -> str:
    """A file of captions (WebVTT); empty where no line has a time or they are not in order."""
    lines = timed_lines(words)
    seconds = [second for second, _ in lines]
    if not lines or seconds != sorted(set(seconds)):
        return ""
    ends = [*seconds[1:], seconds[-1] + LAST_SECONDS]
    cues = [f"{_clock(start)} --> {_clock(end)}\n{_plain(said)}" for (start, said), end in zip(lines, ends, strict=True)]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"


def _plain(said: str) -> str:
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
