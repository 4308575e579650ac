"""What happened to a record since somebody read it."""

from django import template

from socialvalue.audit.selectors import timeline

register = template.Library()

# A page left open for a week does not repeat the week
MOST = 10


@register.inclusion_tag("components/changed_since.html", takes_context=True)
def changed_since(context, conflict):
    """After a Conflict: who did what to the record since the page was drawn, newest first.

    Only for people of the council it belongs to; a supplier reads the page itself. Nothing where it is not known since when.
    """
    user = getattr(context.get("request"), "user", None)
    record, since = getattr(conflict, "changed", None), getattr(conflict, "since", None)
    council = getattr(user, "council", None) if user is not None and user.is_authenticated else None
    if record is None or since is None or council is None:
        return {"events": []}
    return {"events": timeline(record).filter(at__gte=since, council=council)[:MOST]}
