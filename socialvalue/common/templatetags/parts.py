"""The shared parts of pages that need a little arithmetic before they can be drawn; the rest are plain includes."""

from datetime import date

from django import template
from django.utils.http import urlencode

register = template.Library()

STEP_STATES = {
    "done": "Done",
    "current": "We are here",
    "late": "Late",
    "next": "Not started",
}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, label="Pages", parameter="page"):
    """Links under a list. ``page`` is Django's Page; every other parameter of the address is kept."""
    request = context["request"]
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k != parameter]

    def link(number: int) -> str:
        return "?" + urlencode([*kept, (parameter, number)])

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


@register.inclusion_tag("components/cycle_bar.html")
def cycle_bar(steps, label="Where this commission is in the cycle"):
    """Analyse, plan, do, review. ``steps``: four dicts or objects with ``name``, ``state`` (done, current, late, next),

    ``starts``, ``ends`` (dates or None) and perhaps ``url``. A step that is late is also the current one.
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
    return {"steps": rows, "label": label}


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


@register.filter
def overdue(value, today) -> bool:
    """Whether a due date has passed; something without a date is never overdue."""
    return bool(value) and isinstance(value, date) and value < today


@register.filter
def attr(thing, name):
    """A key of a mapping or an attribute by a name held in a variable; None where there is none."""
    return thing.get(name) if hasattr(thing, "get") else getattr(thing, name, None)
