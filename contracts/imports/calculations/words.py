"""Words that councils' registers use for what we call otherwise. Facts about published registers; no Django."""

import re

from socialvalue.common.tables.cells import plain_heading

# How a contract came about, by what registers call it; ours are known without
ROUTES = {
    "tender": (
        "open tender", "invitation to tender", "itt",
        "published invitation to tender", "competitive flexible procedure", "open",
        "open procedure", "restricted procedure",
        "restricted", "competitive dialogue", "competitive procedure with negotiation",
        "light touch", "light touch regime", "tendered", "full tender", "above threshold tender", "competitive tender",
    ),
    "quotation": (
        "rfq", "request for quotation", "request for quote", "invitation to quote", "itq", "quote", "quotes", "three quotes",
        "below threshold", "spot purchase", "purchase order", "low value",
    ),
    "direct_award": (
        "exemption", "waiver", "single tender waiver", "single tender action",
        "single tender", "negotiated without advert", "negotiated without publication",
        "negotiated procedure without prior publication", "direct",
        "single source", "sole supplier", "exception to standing orders",
    ),
    "framework": (
        "framework call-off", "call-off", "call off contract", "call-off from framework", "call off from a framework",
        "framework agreement", "further competition", "mini competition",
        "dps call off", "dps", "dynamic purchasing system", "dynamic market", "direct call-off",
    ),
    "grant": ("grant agreement", "grant funding", "grant award"),
    "in_house": ("in house", "internal", "internal service", "service level agreement"),
}  # fmt: skip
_ROUTE_OF = {plain_heading(word): route for route, words in ROUTES.items() for word in (route, *words)}
# How a contract stands, by what registers call it; what follows a dash, a comma or a bracket is beside the point
STATUSES = {
    "draft": ("being agreed", "draft", "in procurement", "out to tender", "being procured", "pending"),
    "to_begin": ("to begin", "to start", "not started", "not yet started", "awarded", "future", "planned", "upcoming"),
    "live": (
        "live", "active", "current", "in force", "open", "running", "ongoing", "on going", "in progress", "extended", "started",
        "in extension",
    ),
    "past_end": (
        "past its end", "past end", "past end date", "holding over", "held over", "overrun", "overrunning", "rolled over",
        "expired but live", "expired but running", "services continue", "expired services continue",
    ),
    "ended": (
        "ended", "expired", "closed", "complete", "completed", "terminated", "finished", "lapsed", "inactive", "archived",
        "cancelled", "discontinued",
    ),
}  # fmt: skip
_STATUS_OF = {plain_heading(word): status for status, words in STATUSES.items() for word in words}
_BESIDE = re.compile(r"\s[-–—]\s|[,;:(/]")
# What stands in the place of an end where there is none
ROLLING = (
    "rolling", "rolling contract", "open ended", "open", "ongoing", "on going", "no end date", "no end", "no fixed end",
    "no fixed term", "indefinite", "indefinitely", "perpetual", "continuous", "continuing", "until terminated",
    "until further notice", "evergreen", "annual rolling", "rolling annual", "rolling monthly", "monthly rolling",
)  # fmt: skip
_ROLLING = frozenset(plain_heading(word) for word in ROLLING)


def read_status(text: str) -> str:
    """One of ``STATUSES``, for a register’s word: “Live - services continue” is live. Raises ValueError for an unknown word."""
    for words in (text, _BESIDE.split(text)[0]):
        if found := _STATUS_OF.get(plain_heading(words)):
            return found
    raise ValueError("must be one of: to begin, live, past its end, ended, being agreed")


# What a cell says in which nothing is said: of a day, an amount, a person. “None” is said, and clears
_SILENT = """
    na notapplicable notavailable notyetavailable notknown notyetknown unknown notprovided notrecorded notgiven tbc tbd tba
    tobeconfirmed tobedetermined tobeadvised tobeagreed nodata blank vacant
"""
SILENT = frozenset(["", *_SILENT.split()])
# What stands in the place of a supplier's name and names nobody
_NOBODY = """
    various variousproviders varioussuppliers multiple multipleproviders multiplesuppliers multiplevendors severalsuppliers
    redacted nameredacted withheld confidential seenotes seecontract seebelow asabove ditto
"""
NOBODY = SILENT | frozenset(_NOBODY.split())


def names_nobody(name: str) -> bool:
    """Whether what stands under the supplier is no name: “Various”, “Redacted”, “TBC”."""
    return plain_heading(name) in NOBODY


def is_rolling(text: str) -> bool:
    """Whether an end says that there is none: “Rolling”, “open-ended”."""
    return any(plain_heading(words) in _ROLLING for words in (text, _BESIDE.split(text)[0]))


_TYPES_OF_YES = {"sme", "vcse", "small", "medium", "micro", "smallmediumenterprise"}


def route_of(word: str) -> str:
    """Our route for a register's word; empty for one nobody has said the meaning of."""
    return _ROUTE_OF.get(plain_heading(word), "")


def route_among(words: str) -> str:
    """Our route for words with others beside them: “RFQ - 3 quotes”. Empty where what is known means two things."""
    found = {route for part in _BESIDE.split(words) if (route := _ROUTE_OF.get(plain_heading(part)))}
    return found.pop() if len(found) == 1 else ""


def read_kind_of_supplier(text: str) -> bool:
    """Whether a supplier is of the column’s kind: yes, no, or the kind itself (“SME”), as the schema of 2015 has it."""
    word = plain_heading(text)
    if word in ("yes", "y", "true", "1") or word in _TYPES_OF_YES:
        return True
    if word in ("no", "n", "false", "0", "none", "large"):
        return False
    raise ValueError("must be yes, no or blank")


def read_light_touch(text: str) -> bool:
    """Whether the lighter rules for some services to people apply: yes, no, or the regime by its name."""
    word = plain_heading(text)
    if word in ("yes", "y", "true", "1", "lighttouch", "lighttouchregime", "ltr"):
        return True
    if word in ("no", "n", "false", "0", "none"):
        return False
    raise ValueError("must be yes, no or blank")


# Headings of files that are no register, by what such a file is
NO_REGISTERS = {
    "grants in the 360Giving standard": (
        {"amountawarded", "awarddate"},
        {"recipientorgname", "fundingorgname", "fundingorgdepartment"},
    ),
    "payments to suppliers": (
        {"amountpaid", "netamount", "amount"},
        {"paymentdate", "datepaid", "transactionnumber", "cardtransaction", "expenditurecategory", "voucherno"},
    ),
}


def what_else(headings: list[str]) -> str:
    """What a file plainly is instead of a register of contracts: “payments to suppliers”; empty where that is not plain."""
    found = {plain_heading(heading) for heading in headings}
    for name, (one, other) in NO_REGISTERS.items():
        if found & one and found & other:
            return name
    return ""
