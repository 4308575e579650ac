"""Everything a supplier may take out: what each room gives, gathered. No rule of who sees what stands here."""

from django.http import QueryDict
from django.urls import reverse

from contracts.evidence.documents import own as evidence
from contracts.evidence.models import Story
from contracts.independent.documents import own as independent
from contracts.obligations.documents import own as obligations
from contracts.overview.pages.export import opened_by, register_table
from contracts.papers.documents import own as papers
from contracts.papers.models import Paper
from contracts.returns.documents import own as returns
from contracts.schedule.documents import own as schedule
from contracts.spend.documents import own as spend
from contracts.supply.documents import own as supply
from procurement.award.documents import own as award
from procurement.bidding.documents import own as bidding
from procurement.bidding.services.files import file_bytes
from socialvalue.accounts.enums import ROLE_PERMISSIONS, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.common import clock
from socialvalue.exports.documents import Asked, Bundle, Part
from socialvalue.suppliers.documents import own as organisation

KEY = "own-data"
TITLE = "Your organisation’s data"
LEFT_OUT = (
    "The answers, commitments and files of bids that were not opened. They are kept encrypted, until two officers open them "
    "together after the deadline; bids.csv names those bids. Your own pages show you what you wrote in them.",
    "Scores, notes and reasons of those who evaluated. What you were sent of them, the assessment summary, is among the files.",
    "The council’s own notes, work in progress and documents that it does not share with you.",
    "Email addresses of the council’s people. Their names stand beside what they did.",
    "Anything of other suppliers, but what a contract or its supply chain says of those you work with.",
    "Returns of periods in which another supplier delivered the contract.",
    "Case studies whose person withdrew their agreement: only that they did.",
    "People of a KPI who were deleted after their time: only their figures.",
    "The record of who did what beyond that, messages, and people who act for you no longer.",
    "Files that the store has lost, or that are being checked for viruses: files.csv names each with the reason.",
)


def as_supplier(user: User) -> User:
    """The same person with those roles alone in which they act for a supplier: what a council’s role opens is not theirs."""
    person = User.objects.get(pk=user.pk)
    held = [m for m in person.current_memberships if Permission.BID in ROLE_PERMISSIONS[m.role]]
    vars(person)["current_memberships"] = held
    return person


def own_data(asked: Asked) -> Bundle:
    user = as_supplier(asked.user)
    names = Organisation.objects.filter(pk__in=user.organisations_where(Permission.BID)).order_by("name")
    called = " and ".join(str(one) for one in names)
    return Bundle(
        name=f"own-data-{clock.today().isoformat()}",
        title=TITLE,
        whose=(
            f"It holds what is kept of {called}, as far as this person could open it on a page at that moment. What happened "
            "since is not in it."
        ),
        parts=[
            *organisation.parts(user),
            *bidding.parts(user),
            _contracts(user),
            *obligations.parts(user),
            *papers.parts(user),
            *supply.parts(user),
            *spend.parts(user),
            *schedule.parts(user),
            *returns.parts(user),
            *independent.parts(user),
            *evidence.parts(user),
        ],
        files=[
            bidding.files(user, file_bytes),
            award.files(user),
            obligations.files(user),
            papers.files(user),
            returns.files(user),
            evidence.files(user),
        ],
        left_out=LEFT_OUT,
        page=reverse("own-data"),
    )


def _contracts(user: User) -> Part:
    table = register_table(Asked(user, QueryDict()))
    says = "Your contracts, under the headings of the public register."
    return Part("contracts/contracts.csv", says, table.rows, table.read_from)


def seen_by(user: User) -> list[list[int]]:
    """What hangs on more than roles: contracts open to them, documents shared with them, agreement that was withdrawn."""
    person = as_supplier(user)
    shared = Paper.objects.visible_to(person).filter(supplier=None).order_by("pk").values_list("pk", flat=True)
    withdrawn = Story.objects.visible_to(person).exclude(withdrawn_at=None).order_by("pk").values_list("pk", flat=True)
    return [opened_by(person), list(shared), list(withdrawn)]
