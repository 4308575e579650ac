"""What a warning of a framework agreement says. Pure."""

from dataclasses import dataclass
from datetime import date

from contracts.call_offs.calculations.ceiling import REACHED, Use
from contracts.call_offs.calculations.due import Notice
from contracts.call_offs.enums import WarningKind
from socialvalue.common.templatetags.formats import plain_day, plain_money


@dataclass(frozen=True)
class Said:
    """``subject`` heads an email and ``body`` follows; ``asks`` is the line of a list of tasks."""

    subject: str
    body: str
    asks: str


def said(notice: Notice, title: str, use: Use, today: date) -> Said:
    """The words of one warning on a day."""
    if notice.kind == WarningKind.CEILING:
        return _ceiling(notice, title, use)
    assert notice.day is not None, "only the ceiling has no day"
    day, over = plain_day(notice.day), notice.is_over(today)
    if notice.kind == WarningKind.ENDS:
        return Said(
            f"The framework agreement {title} ends on {day}",
            f"The last day of the framework agreement {title} is {day}. Nothing can be called off after it; contracts that were "
            "called off run on. Decide in time what comes after it.",
            f"{title}: the framework agreement ends on {day}. Decide what comes after it",
        )
    if notice.kind == WarningKind.REVIEW:
        return Said(
            f"The review of the framework agreement {title} {'was' if over else 'is'} due on {day}",
            f"The review of the framework agreement {title} {'was' if over else 'is'} due on {day}: who got work, who did not, "
            "and what suppliers say of it. Record on its page what came of it.",
            f"Review the framework agreement {title} by {day}",
        )
    if notice.planned:
        return Said(
            f"The refresh of the framework agreement {title} {'was' if over else 'is'} due on {day}",
            f"The framework agreement {title} takes in new suppliers on {day}. Invite suppliers to apply, add those that are "
            "accepted, and record on its page that it is done.",
            f"Take new suppliers into the framework agreement {title}: {'was due' if over else 'due'} on {day}",
        )
    return Said(
        f"{title} has to take in new suppliers by {day}",
        f"{title} is an open framework. By law it takes in new suppliers by {day} (Procurement Act 2023, section 49), and no "
        "refresh is planned until then. Plan one on its page.",
        f"Plan a refresh of the framework agreement {title} by {day}: the law asks for one",
    )


def _ceiling(notice: Notice, title: str, use: Use) -> Said:
    head = f"{use.words} under {title}"
    if notice.stage >= REACHED:
        left = "Nothing more can be called off." if not use.is_over else "That is more than its ceiling."
        return Said(head, f"{head}. {left}", f"{title}: the ceiling of the framework agreement is reached. {use.words}")
    return Said(
        head,
        f"{head}. {plain_money(use.left)} is left. If more work of this kind is needed, plan another procurement in time.",
        f"{title}: {use.words}",
    )
