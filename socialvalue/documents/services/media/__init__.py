"""Sound and video without what they carry beside what is heard and seen: where, when and with what it was recorded.

What cannot be read to its last byte is refused. Where a container has places by number (MP4, WebM), what is taken out is
written over with nought in its place, so that everything else stays where it was; no sound and no picture is changed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from socialvalue.documents.services.media import mp4, mpeg, ogg, riff, webm
from socialvalue.documents.services.media.reading import Cleaned, Unreadable

__all__ = ["KINDS", "Recording", "Unreadable", "without_traces"]

REMOVED = "Where, when and with what it was recorded was removed from the file."
# Ending → (what sound is called, what video is called, how it is read)
KINDS: dict[str, tuple[str, str, Callable[[bytes], Cleaned]]] = {
    "mp3": ("audio/mpeg", "", mpeg.cleaned),
    "wav": ("audio/wav", "", riff.cleaned),
    "ogg": ("audio/ogg", "", ogg.cleaned),
    "oga": ("audio/ogg", "", ogg.cleaned),
    "opus": ("audio/ogg", "", ogg.cleaned),
    "m4a": ("audio/mp4", "", mp4.cleaned),
    "mp4": ("audio/mp4", "video/mp4", mp4.cleaned),
    "mov": ("audio/mp4", "video/mp4", mp4.cleaned),
    "webm": ("audio/webm", "video/webm", webm.cleaned),
}


@dataclass(frozen=True)
class Recording:
    content_type: str
    data: bytes
    # What was taken out, as a sentence; empty where nothing was
    changed: str = ""


def without_traces(data: bytes, ending: str) -> Recording:
    """``data``, a file of this ending, as it may be kept. Raises Unreadable where it is not what its ending says."""
    sound, video, read = KINDS[ending]
    found = read(data)
    if found.has_video and not video:
        raise Unreadable("a video where sound was said")
    return Recording(video if found.has_video else sound, found.data, REMOVED if found.data != data else "")
