"""What stands at the head of every page of a contract: who delivers it, for how much, and the tabs."""

from dataclasses import dataclass

from django.urls import reverse

from contracts.register.models import Contract, ContractSupplier
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import money

# The pages of a contract in their order: the name of the address, and what the tab says. Each has a template of its own, which
# extends ``contracts/register/tab.html``
TABS = (
    ("contract", "Promises"),
    ("contract-returns", "Returns"),
    ("contract-origin", "Where it came from"),
    ("contract-record", "Record"),
)
# Those that only some contracts have, each after which of the others, and when
OF_SOME = {
    "contract": ("contract-grant", "Grant", lambda contract: contract.is_grant),
    "contract-returns": ("contract-supply", "Supply chain", lambda contract: not contract.is_grant and not contract.is_draft),
}


@dataclass(frozen=True)
class Tab:
    """One page of a contract among the others."""

    label: str
    url: str
    current: bool


def head_of(contract: Contract, here: str) -> dict:
    """What ``contracts/register/tab.html`` shows above a page of a contract. ``here``: the page's name among ``TABS``."""
    tabs = [Tab(label, reverse(name, args=[contract.pk]), name == here) for name, label in tabs_of(contract)]
    above = [] if here == TABS[0][0] else [(contract.title, tabs[0].url)]
    return {
        "contract": contract,
        "facts": facts_of(contract),
        "tabs": tabs,
        "tab": next(tab.label for tab in tabs if tab.current),
        "breadcrumbs": [("Contracts", reverse("contracts")), *above],
    }


def tabs_of(contract: Contract) -> list[tuple[str, str]]:
    """The name of the address of each of its pages, and what the tab says."""
    found = []
    for name, label in TABS:
        found.append((name, label))
        more = OF_SOME.get(name)
        if more and more[2](contract):
            found.append(more[:2])
    return found


def facts_of(contract: Contract) -> str:
    """Who delivers it, for how much, and who answers for it: “Oast Highways plc · £1,000 · managed by A. Officer”."""
    worths = ((contract.total_value, ""), (contract.annual_value, " a year"))
    worth = next((f"{money(value)}{said}" for value, said in worths if value is not None), "")
    managed = f"managed by {contract.manager}" if contract.manager else ""
    delivering = ", ".join(str(party) for party in parties_now(contract))
    headed = f"In-house, headed by {contract.service_head}" if contract.service_head else "In-house"
    return " · ".join(filter(None, (delivering or headed, worth, managed)))


def parties_now(contract: Contract) -> list[ContractSupplier]:
    """Those it is with today, or will be."""
    today = clock.today()
    return [party for party in contract.parties.all() if not party.is_over(today)]


def said_of(party: ContractSupplier) -> str:
    """“Weald Carers CIC (now called Carers of the Weald), until 30 June 2027”."""
    return f"{party}, {party.days_words}" if party.days_words else str(party)
