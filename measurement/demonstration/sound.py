"""A short sound made by arithmetic, where a case study would have a recording: nobody was recorded for the demonstration."""

import io
import math
import wave

HERTZ, LOUDNESS = 8000, 0.3
# C, E, G and C again, half a second each
NOTES = (261.63, 329.63, 392.00, 523.25)
SECONDS = 0.5
WORDS = (
    "0:00 (Four rising notes.)\n"
    "0:02 This sound was made for the demonstration. A real case study has the person’s own voice here, and every word they say "
    "stands in this place, for people who cannot hear it."
)


def notes() -> bytes:
    """A WAV file: the notes one after the other, each fading, in 16 bits."""
    each = int(HERTZ * SECONDS)
    samples = (
        int(32767 * LOUDNESS * (1 - n / each) * math.sin(2 * math.pi * note * n / HERTZ)) for note in NOTES for n in range(each)
    )
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HERTZ)
        file.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))
    return out.getvalue()
