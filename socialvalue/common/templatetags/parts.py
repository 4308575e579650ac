"""The shared parts of pages that need a little arithmetic before they can be drawn; the rest are plain includes."""

import re
from datetime import date

from django import template
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from socialvalue.common import once, reading
from socialvalue.common.cards import as_cards
from socialvalue.common.typed import typed_hidden
from socialvalue.common.undoing import Undo, undo_in

register = template.Library()

HEADING_WITHOUT_SCOPE = re.compile(r"<th(?=[\s>])(?![^>]*\sscope=)[^>]*>")
# On paper a space at the end of a line that may not wrap pushes a figure out of its column
CELL_EDGES = re.compile(r"(<t[dh](?:\s[^>]*)?>)\s+|\s+(?=</t[dh]>)")
# From so many columns on a phone scrolls the table, and its columns keep a width that can be read
WIDE_FROM = 5

STEP_STATES = {
    "done": "Done",
    "current": "We are here",
    "late": "Late",
    "next": "Not started",
}


@register.simple_block_tag(takes_context=True)
def table(context, content, *name, id="", css_class="", stays=False):
    """A table: its caption, head, body and foot stand between ``{% table "Contracts" %}`` and ``{% endtable %}``.

    The words and values of ``name`` joined are the name of a region; without a name there is none, for a table narrow enough
    for a phone. In a region a list of three columns or more becomes cards on a phone (``cards.py``); ``stays=True`` keeps a
    table of figures that are read side by side, which scrolls under its first column. ``css_class`` is what the style sheet of
    documents asks for. ``ValueError``: a heading without ``scope``, which no screen reader and no PDF/UA could place.
    """
    if without := HEADING_WITHOUT_SCOPE.search(content):
        raise ValueError(f"{context.render_context.template.name}: {without[0]} has no scope")
    content = CELL_EDGES.sub(lambda edge: edge[1] or "", content)
    label = "".join(str(part) for part in name)
    folded = as_cards(content) if label and not stays else None
    wide = content.partition("</thead>")[0].count("<th ") >= WIDE_FROM and "</thead>" in content
    classes = " ".join(filter(None, ["sv-table", "sv-table--wide" if wide else "", "sv-cards" if folded else "", css_class]))
    key = format_html(' id="{}"', id) if id else ""
    role = mark_safe(' role="table"') if folded else ""
    drawn = format_html('<table class="{}"{}{}>{}</table>', classes, key, role, mark_safe(folded or content))
    if not label:
        return drawn
    return format_html('<div class="sv-table-region" role="region" aria-label="{}" tabindex="0">{}</div>', label, drawn)


@register.simple_block_tag
def quote(content, words, heard=""):
    """What somebody wrote, as it was typed, and beneath it who: ``{% quote remark.text %}{{ remark.group }}{% endquote %}``.

    ``heard`` comes before it for those who listen. A tag, because a line break at the edge of such a paragraph would be seen
    on the page: laid out by hand, it could stand only on one line of a template.
    """
    before = format_html('<span class="govuk-visually-hidden">{}</span>', heard) if heard else ""
    who = mark_safe(content.strip())
    return format_html('<p class="sv-words">{}{}<br><span class="sv-muted">{}</span></p>', before, words, who)


@register.simple_tag(takes_context=True)
def as_read(context, *records):
    """Hidden fields that say how each record stood when the page was drawn: ``{% as_read report %}`` inside its form.

    A record or a list of them; None is passed over. A form that was refused, or that was sent after the session had ended,
    says what it said before, so that a colleague's change is not taken for read; after a Conflict it says how the record
    stands now, which the page shows.
    """
    request, form = context.get("request"), context.get("form")
    again = request is not None and request.method == "POST"
    conflict = again and getattr(form, "conflict", None) is not None
    values: list[str] = []
    for record in _flat(records):
        sent = " ".join(request.POST.getlist(reading.FIELD) if again else typed_hidden(reading.FIELD)).split()
        before = [value for value in sent if value.startswith(f"{reading.name_of(record)}:")]
        if again:
            record = type(record)._base_manager.get(pk=record.pk)
        values += before if before and not conflict else reading.written(record)
    return format_html('<input type="hidden" name="{}" value="{}">', reading.FIELD, " ".join(values)) if values else ""


@register.simple_tag(takes_context=True)
def once_only(context, action=""):
    """The hidden field of a form that creates something: ``{% once_only %}``, with the address it goes to if that is another.

    After a form was told that it was sent before, its next post is meant.
    """
    request = context.get("request")
    if request is None:
        return ""
    known = getattr(context.get("form"), "made_before", "") != ""
    value = once.token(request.user.pk, str(action).partition("?")[0] or request.path, anyway=known)
    return format_html('<input type="hidden" name="{}" value="{}">', once.FIELD, value)


def _flat(records):
    for one in records:
        if isinstance(one, (list, tuple, QuerySet)):
            yield from _flat(one)
        elif one is not None and one != "":
            yield one


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, label="Pages", parameter="page", at=""):
    """Links under a list. ``page`` is Django's Page; every other parameter of the address is kept; ``at``: “#list”."""
    request = context["request"]
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k != parameter]

    def link(number: int) -> str:
        return "?" + urlencode([*kept, (parameter, number)]) + at

    numbers = []
    if page.paginator.num_pages > 1:
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            gap = number == page.paginator.ELLIPSIS
            numbers.append({"gap": gap, "number": number, "url": "" if gap else link(number), "current": number == page.number})
    return {
        "page": page,
        "numbers": numbers,
        "label": label,
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/way.html", takes_context=True)
def way(context, form=False, label="", url=""):
    """The way back from a page: a breadcrumb from a place, ``back`` from a form (``{% way form=True %}``), never both.

    A page says ``breadcrumbs``, what lies between its section and itself, or in its template ``label`` and ``url`` of the one
    thing that does. A form leads back to its ``back_url``, its ``cancel_url``, or the last of its breadcrumbs; a ``label`` is
    then said instead of “Back”.
    """
    here = context.get("here")
    between = [(label, url)] if url else context.get("breadcrumbs") or []
    trail = here.trail(between) if here else []
    back = context.get("back_url")
    if not back and form:
        back = url or context.get("cancel_url") or next((address for _, address in reversed(trail) if address), "")
    if back:
        return {"back_url": back, "back_label": label or context.get("back_label")}
    return {"trail": trail}


@register.inclusion_tag("components/cycle_bar.html")
def cycle_bar(steps, label="Where this commission is in the cycle", ahead=None):
    """Analyse, plan, do, review. ``steps``: dicts or objects with ``name``, ``state`` (done, current, late, next),

    ``starts``, ``ends`` (dates or None) and perhaps ``url``. A step that is late is also the current one. ``ahead``: what
    happens next, with ``text``, ``who``, ``url`` (empty for who may not do it), ``day`` or ``moment`` with the
    ``word`` before it, and whether that is ``late``; None: nothing does.
    """
    rows = []
    for step in steps:
        read = step.get if isinstance(step, dict) else lambda key, default=None, step=step: getattr(step, key, default)
        state = read("state") or "next"
        rows.append(
            {
                "name": read("name"),
                "state": state,
                "state_words": read("state_words") or STEP_STATES.get(state, state),
                "starts": read("starts"),
                "ends": read("ends"),
                "url": read("url"),
                "current": state in ("current", "late"),
            }
        )
    return {"steps": rows, "label": label, "ahead": ahead}


@register.simple_tag(takes_context=True)
def with_query(context, **changes):
    """The page's own address with some parameters changed; None takes one away. For links that sort or filter."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def undo_of(context, message) -> Undo | None:
    """The button to undo that a message carries. The page beneath then draws no second one for the same thing."""
    found = undo_in(message.extra_tags)
    if found and "request" in context:
        context["request"].undo_drawn = found.url
    return found


@register.inclusion_tag("components/undo.html", takes_context=True)
def undo(context, found):
    """The button on the page of the thing, unless the message above has it. ``found``: an ``Undo`` or None."""
    drawn = getattr(context.get("request"), "undo_drawn", None)
    shown = None if found is None or found.url == drawn else found
    return {"undo": shown, "csrf_token": context.get("csrf_token")}


@register.filter
def overdue(value, today) -> bool:
    """Whether a due date has passed; something without a date is never overdue."""
    return bool(value) and isinstance(value, date) and value < today


@register.filter
def attr(thing, name):
    """A key of a mapping or an attribute by a name held in a variable; None where there is none."""
    return thing.get(name) if hasattr(thing, "get") else getattr(thing, name, None)
