"""The glossary: one file, read by people in the repository and by everybody on its page."""

from functools import cache

from django.conf import settings

from socialvalue.pages.calculations import Glossary, glossary_in

SOURCE = settings.BASE_DIR / "docs" / "words.md"


@cache
def glossary() -> Glossary:
    """As the file says when it is first asked for: it changes with a release, never while the service runs."""
    return glossary_in(SOURCE.read_text(encoding="utf-8"))
