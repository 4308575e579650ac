"""What cells of lists look like: the name of a row as a link, and smaller words beneath what is said."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def with_under(said: object, *under: object) -> SafeString:
    """``said``, and beneath it each of ``under`` that is not empty, smaller."""
    return format_html("{}{}", said, format_html_join("", ' <span class="sv-under">{}</span>', ((u,) for u in under if u)))


def linked(url: str, name: object, *under: object) -> SafeString:
    """The name of a row, which leads to its page, with what else tells it apart beneath."""
    return with_under(format_html('<a class="govuk-link" href="{}">{}</a>', url, name), *under)


def from_template(name: str, context: dict, request: HttpRequest | None = None) -> SafeString:
    """A cell that is more than a link and a few words, drawn by a template of its own."""
    return mark_safe(render_to_string(name, context, request).strip())
