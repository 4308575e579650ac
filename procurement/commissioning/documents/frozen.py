"""Reading a frozen document: its dates were written as text and become dates again; nothing else is changed."""

from copy import deepcopy
from datetime import date, datetime

from procurement.commissioning.models import FrozenDocument


def content_of(document: FrozenDocument) -> dict:
    """The frozen content with ``said_day``, ``considered_day`` and ``approved_moment`` beside the text they come from."""
    content = deepcopy(document.content)
    remarks = list(content.get("remarks", []))
    for group in [*content.get("outcomes", []), *(e for s in content.get("sections", []) for e in s["entries"])]:
        remarks += group["remarks"]
    for remark in remarks:
        remark["said_day"] = date.fromisoformat(remark["said_on"])
    for point in content.get("act", []):
        point["considered_day"] = date.fromisoformat(point["considered_on"])
    if content.get("approved_at"):
        content["approved_moment"] = datetime.fromisoformat(content["approved_at"])
    return content
