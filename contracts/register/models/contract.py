"""The register: contracts, grants and in-house services, with a named manager and lead director."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.register.calculations.details import EDITABLE, ContractDetails
from contracts.register.calculations.ends import FIRST
from contracts.register.calculations.worth import worth
from contracts.register.enums import ContractStatus, RegisterStatus, Route
from contracts.register.models.parties import ContractSupplier
from contracts.register.querysets import ContractQuerySet
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.common.templatetags.formats import plain_day

USER = settings.AUTH_USER_MODEL
# Before any day: the clock looks at its next run
AT_ONCE = date(2000, 1, 1)


class Contract(Versioned):
    reference = models.CharField(max_length=40)
    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="contracts_let")
    directorate = models.ForeignKey("socialvalue.Directorate", on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=CommissionKind.choices, default=CommissionKind.CONTRACT)
    # Everybody the contract is with; who of them sees it is ``parties``
    suppliers = models.ManyToManyField(
        "socialvalue.Organisation",
        through="ContractSupplier",
        through_fields=("contract", "organisation"),
        related_name="contracts",
    )
    status = models.CharField(max_length=8, choices=ContractStatus.choices, default=ContractStatus.DRAFT)
    starts_on = models.DateField()
    # The agreed last day; empty of a contract without an end
    ends_on = models.DateField(null=True, blank=True)
    # Of a contract without an end, and of one that is said to run on past it: how far its returns are planned
    # (calculations/ends.py). The clock moves it on, and never ends such a contract
    planned_until = models.DateField(null=True, editable=False)
    review_on = models.DateField(null=True, blank=True)
    extension_months = models.PositiveSmallIntegerField(default=0)
    annual_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, help_text="Pounds a year.")
    total_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, help_text="Pounds over the term.")
    irrecoverable_vat = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_with_vat = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="Pounds over the term, VAT and extensions included."
    )
    light_touch = models.BooleanField(default=False)
    # Section 52 of the Procurement Act 2023 (law/key_indicators.py): why it has too few KPIs, and when they are published
    kpi_ground = models.CharField(max_length=20, blank=True, editable=False)
    kpi_reason = models.TextField(blank=True, editable=False)
    kpis_publish_by = models.DateField(null=True, editable=False)
    kpis_published_on = models.DateField(null=True, editable=False)
    route = models.CharField(max_length=14, choices=Route.choices)
    manager = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts_managed")
    lead_director = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts_directed")
    # Of a service of the council's own: who agrees and reports in the place of a supplier
    service_head = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="services_headed")
    # Where it came from; an old contract has no award here, and the page says so
    award = models.OneToOneField("procurement.Award", on_delete=models.PROTECT, null=True, blank=True, related_name="contract")
    commission = models.ForeignKey(
        "procurement.Commission", on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    # What it was started from; a copy goes through every step anew
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies", editable=False)
    districts = models.ManyToManyField("socialvalue.District", blank=True, related_name="contracts")
    # The day it really ended, earlier than agreed perhaps; what would have been reported after it is no longer owed
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    # Of a grant, until what it did is evaluated and a second person agrees: the day on which that is due (calculations/ends.py).
    # While there is one, neither a person nor the clock ends it, and it does not go on
    evaluation_due_on = models.DateField(null=True, editable=False)
    # Of £50,000 or more over its term, and without a manager or a director
    unowned = models.BooleanField(default=False, editable=False)
    # What it warns of (contracts/warnings): on which day it is next looked at, None while no day is known; what was told to
    # whom; and whether anything stood when it was looked at
    look_on = models.DateField(null=True, default=AT_ONCE, editable=False)
    told = models.JSONField(default=list, editable=False)
    warns = models.BooleanField(default=False, editable=False)
    illustrative = models.BooleanField(default=False, help_text="Invented for the demonstration.")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["council", "status", "ends_on"]),
            models.Index(fields=["council", "directorate"]),
            models.Index(fields=["council", "title"]),
            models.Index(fields=["manager", "status"]),
            # What the list of contracts is sorted by, with the key that ends ties
            models.Index(fields=["title", "id"]),
            models.Index(fields=["reference", "id"]),
            models.Index(fields=["starts_on", "id"]),
            models.Index(fields=["ends_on", "id"]),
            models.Index(fields=["total_value", "id"]),
            models.Index(fields=["annual_value", "id"]),
            models.Index(fields=["status", "id"]),
            # What the clock looks at: contracts in force whose last day is over, or that may have something new to warn of
            models.Index(fields=["status", "ends_on"]),
            models.Index(fields=["status", "planned_until"]),
            models.Index(fields=["status", "look_on"]),
            models.Index(fields=["council"], name="contract_unowned", condition=Q(unowned=True)),
            # The list of grants, and those of them that wait for an evaluation
            models.Index(fields=["council", "starts_on"], name="contract_grants", condition=Q(kind=CommissionKind.GRANT)),
            models.Index(
                fields=["evaluation_due_on"], name="contract_evaluation_due", condition=Q(evaluation_due_on__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["council", "reference"], name="contract_reference_once_a_council"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(planned_until__isnull=False), name="contract_ends_or_is_planned"
            ),
            models.CheckConstraint(
                condition=Q(service_head=None)
                | Q(kind=CommissionKind.IN_HOUSE)
                & (Q(manager=None) | ~Q(service_head=F("manager")))
                & (Q(lead_director=None) | ~Q(service_head=F("lead_director"))),
                name="contract_headed_in_house_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(evaluation_due_on=None) | Q(kind=CommissionKind.GRANT), name="contract_evaluated_where_it_is_a_grant"
            ),
            models.CheckConstraint(
                condition=Q(annual_value__isnull=False) | Q(total_value__isnull=False), name="contract_has_a_value"
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def details(self) -> ContractDetails:
        """The entry as it stands."""
        return ContractDetails(**{name: getattr(self, name) for name in EDITABLE})

    def delivering(self, day: date | None = None) -> models.QuerySet[Organisation]:
        """The suppliers to tell and to ask: those it is open to, and whom they were joined to.

        Of what is due on ``day`` those who deliver it then; without a day those of now and to come.
        """
        open_to = self.parties.exclude(open_to=None)
        today = clock.today()
        keys = [party.open_to_id for party in open_to if (party.holds_on(day) if day else not party.is_over(today))]
        return Organisation.objects.filter(Q(pk__in=keys) | Q(parts__in=keys)).distinct()

    def is_open_to(self, organisations: Iterable[int], day: date | None = None) -> bool:
        """Whether it is open to one of these organisations, on ``day`` or ever (``parties`` may be prefetched)."""
        theirs = set(organisations)
        return bool(theirs) and any(
            party.open_to_id in theirs and (day is None or party.holds_on(day)) for party in self.parties.all()
        )

    def parties_on(self, day: date | None = None) -> list[ContractSupplier]:
        """Whom the contract is with on ``day`` (today); ``parties`` may be prefetched.

        On a day before the contract begins or after it has ended: whom it begins or ended with.
        """
        day = min(max(day or clock.today(), self.starts_on), self.last_day)
        return [party for party in self.parties.all() if party.holds_on(day)]

    def suppliers_on(self, day: date | None = None) -> list[str]:
        """As ``parties_on``, by the names they had when they were linked: the one way to say whom a contract is with."""
        return [party.name_then for party in self.parties_on(day)]

    def parties_before(self, day: date | None = None) -> list[ContractSupplier]:
        """Who delivered it before those of ``day`` (today), by a modification; the first to go first."""
        day = day or clock.today()
        return sorted((party for party in self.parties.all() if party.is_over(day)), key=lambda one: (one.last_day, one.pk))

    @property
    def supplier_words(self) -> str:
        """The names of ``suppliers_on`` today as text, empty for an in-house service."""
        return ", ".join(self.suppliers_on())

    @property
    def is_draft(self) -> bool:
        """Still being agreed: nothing is owed and nothing is public."""
        return self.status == ContractStatus.DRAFT

    @property
    def is_active(self) -> bool:
        return self.status == ContractStatus.ACTIVE

    @property
    def is_ended(self) -> bool:
        return self.status == ContractStatus.ENDED

    @property
    def worth(self) -> Decimal | None:
        """Pounds over the term, as it stands; None where it is not known."""
        return worth(self.annual_value, self.total_value, self.starts_on, self.ends_on)

    @property
    def last_day(self) -> date:
        """The last day for which its returns are planned: on which it ended or is to end, or as far ahead as is planned.

        What people read is ``end_words``: a plan is no end.
        """
        last = self.ended_on or self.planned_until or self.ends_on
        assert last is not None
        return last

    @property
    def end_day(self) -> date | None:
        """The day it ended, or the agreed last day; None of a contract without an end."""
        return self.ended_on or self.ends_on

    @property
    def has_no_end(self) -> bool:
        """No last day was agreed: it runs until somebody ends it."""
        return self.ends_on is None

    @property
    def runs_on(self) -> bool:
        """Somebody said that it goes on past its agreed end without a new last day."""
        return self.ends_on is not None and self.planned_until is not None

    @property
    def is_past_its_end(self) -> bool:
        """In force although its agreed last day is over."""
        return self.is_active and self.runs_on and self.ends_on is not None and self.ends_on < clock.today()

    @property
    def is_grant(self) -> bool:
        return self.kind == CommissionKind.GRANT

    @property
    def is_in_house(self) -> bool:
        return self.kind == CommissionKind.IN_HOUSE

    @property
    def waits_for_evaluation(self) -> bool:
        """A grant whose last day is over, and which has not ended because what it did is not evaluated."""
        over = self.ends_on is not None and self.ends_on < clock.today()
        return self.is_active and over and self.evaluation_due_on is not None

    @property
    def ended_early(self) -> bool:
        """Somebody ended it before the agreed day, or where none was agreed."""
        return self.ended_on is not None and (self.ends_on is None or self.ended_on < self.ends_on)

    @property
    def is_near_its_end(self) -> bool:
        """Its agreed last day has come, or comes within 90 days."""
        return self.ends_on is not None and (self.ends_on - clock.today()).days <= FIRST

    @property
    def end_words(self) -> str:
        """What follows its first day: “to 31 March 2027”, “without an agreed end”, “to 31 March 2024, and still running”."""
        if self.end_day is None:
            return "without an agreed end"
        if self.is_past_its_end:
            return f"to {plain_day(self.end_day)}, and still running"
        if self.waits_for_evaluation:
            return f"to {plain_day(self.end_day)}, and not evaluated yet"
        return f"to {plain_day(self.end_day)}"

    @property
    def standing(self) -> RegisterStatus:
        """How it stands today, in the words of the register."""
        if self.is_past_its_end or self.waits_for_evaluation:
            return RegisterStatus.PAST_END
        if self.is_active:
            return RegisterStatus.TO_BEGIN if self.starts_on > clock.today() else RegisterStatus.LIVE
        return RegisterStatus(self.status)

    @property
    def status_words(self) -> str:
        """“Being agreed”, “Begins on 1 April 2027”, “Active”, “Past its end” or “Ended”."""
        if self.is_past_its_end or self.waits_for_evaluation:
            return str(RegisterStatus.PAST_END.label)
        if self.is_active and self.starts_on > clock.today():
            return f"Begins on {plain_day(self.starts_on)}"
        return self.get_status_display()
