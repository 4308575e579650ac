"""Figures that are kept: what the statement says of every contract over the standard periods, written when something changes.

Nothing here is a source. Each row can be made again from the due rows and returns (``services.rebuild``), and the statement of
``selectors`` stays what they are compared with.

So the database checks one key of a row, its contract's. To look six more up took a third of the time in which a register is made
from nothing, and part of every verification; each was read from its own table in the statement that wrote it.
"""

from django.db import models
from django.db.models import Q

from contracts.kept.calculations.windows import ASKED
from contracts.kept.enums import SupplierKind
from socialvalue.common import clock


class KeptDay(models.Model):
    """Of which evening a council's kept figures speak. ``rolling_to``: they are being brought to that day just now.

    ``from_nothing``: they are being made from nothing. Until all are there no page shows any: a part would pass for the whole.
    """

    council = models.OneToOneField("socialvalue.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+")
    as_of = models.DateField(default=clock.today)
    rolling_to = models.DateField(null=True)
    from_nothing = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.council}: {self.as_of}"


class AskedPeriod(models.Model):
    """Days that somebody chose, counted once for everybody by a job, contract by contract, as known on an evening that is over.

    ``done_to``: the last contract (key) whose rows are written. They are kept as those of a standard period are, until the night.
    """

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    as_of = models.DateField()
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    done_to = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "starts_on", "ends_on", "as_of"], name="asked_period_once_an_evening")
        ]

    def __str__(self):
        return f"{self.council_id}: {self.starts_on} to {self.ends_on}"

    @property
    def code(self) -> str:
        return f"{ASKED}{self.pk}"


class Kept(models.Model):
    """One contract's kept rows as a whole: the day they speak of, and the lock of whoever writes them.

    ``changed``: something happened after that day which they do not say yet; the next roll writes them anew.
    """

    contract = models.OneToOneField("contracts.Contract", on_delete=models.CASCADE, primary_key=True, related_name="kept")
    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    changed = models.BooleanField(default=False)
    # When what its returns say is next to be looked through: today where something changed, else when the next one is late
    follow_on = models.DateField(null=True, default=clock.today)

    class Meta:
        indexes = [
            models.Index(fields=["council", "as_of", "contract"]),
            models.Index(fields=["follow_on", "contract"], condition=Q(follow_on__isnull=False), name="kept_to_follow"),
        ]

    def __str__(self):
        return f"{self.contract_id}: {self.as_of}"


class KeptDistrict(models.Model):
    """The districts a contract was counted in, so that it can be taken out of them again."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    district = models.ForeignKey("socialvalue.District", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "contract"], name="kept_district_once_a_contract")]

    def __str__(self):
        return f"{self.contract_id} in {self.district_id}"


class Counted(models.Model):
    """KPIs by how they stand, and returns; whole numbers."""

    kpis = models.BigIntegerField()
    on_target = models.BigIntegerField()
    below_target = models.BigIntegerField()
    below_minimum = models.BigIntegerField()
    not_reported = models.BigIntegerField()
    no_target = models.BigIntegerField()
    nothing_due = models.BigIntegerField()
    expected = models.BigIntegerField()
    reported = models.BigIntegerField()
    waiting = models.BigIntegerField()
    late = models.BigIntegerField()

    class Meta:
        abstract = True


class Summed(models.Model):
    """What was got, wanted and promised, in the statement's scales (a value × 10,000)."""

    weight = models.BigIntegerField(null=True)
    got = models.BigIntegerField(null=True)
    aimed = models.BigIntegerField(null=True)
    compared = models.BigIntegerField(null=True)
    wanted = models.BigIntegerField(null=True)
    least = models.BigIntegerField(null=True)
    without_minimum = models.BigIntegerField()
    promised = models.BigIntegerField(null=True)
    # How many rows ``promised`` is of: none is no nought
    promising = models.BigIntegerField()

    class Meta:
        abstract = True


class Sorted(models.Model):
    """What figures are told apart by."""

    council = models.ForeignKey(
        "socialvalue.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # A code of ``calculations/windows.py``
    period = models.CharField(max_length=16)
    directorate = models.ForeignKey(
        "socialvalue.Directorate", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # Of everybody who delivers in the period, as they are described on the evening the row speaks of
    supplier_kind = models.CharField(max_length=8, choices=SupplierKind.choices, default=SupplierKind.UNKNOWN)

    class Meta:
        abstract = True


class Alike(Sorted):
    """What can be added up: of one measure and priority, in one unit, counted in one way."""

    priority = models.ForeignKey(
        "socialvalue.Priority", on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    measure = models.ForeignKey(
        "socialvalue.Measure", on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.CharField(max_length=60)
    kind = models.CharField(max_length=9)
    direction = models.CharField(max_length=8)
    client_side = models.BooleanField()

    class Meta:
        abstract = True


class KeptKpi(Alike, Summed):
    """A KPI over one of the standard months, judged: a row of the statement, kept."""

    kpi = models.ForeignKey("contracts.Kpi", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+", db_index=False)
    # What lists are sorted by
    reference = models.CharField(max_length=40)
    number = models.IntegerField()
    standing = models.CharField(max_length=13)
    place = models.SmallIntegerField()
    expected = models.BigIntegerField()
    reported = models.BigIntegerField()
    waiting = models.BigIntegerField()
    late = models.BigIntegerField()
    oldest = models.DateField(null=True)
    cases = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "kpi", "period"], name="kept_kpi_once_a_window")]
        indexes = [
            models.Index(
                fields=["council", "period", "priority", "place", "reference", "contract", "number", "kpi"],
                condition=Q(client_side=False),
                name="kept_kpi_of_a_priority",
            ),
            models.Index(
                fields=["council", "period", "place", "reference", "contract", "number", "kpi"],
                condition=Q(client_side=True),
                name="kept_kpi_of_the_council",
            ),
            # The KPIs behind a figure, in the order of the page of their returns
            *(
                models.Index(
                    fields=["council", "period", of, "contract", "kpi"], condition=Q(client_side=False), name=f"kept_kpi_by_{of}"
                )
                for of in ("directorate", "priority", "measure")
            ),
        ]

    def __str__(self):
        return f"{self.kpi_id} {self.period}"


class KeptContract(Sorted, Counted):
    """A contract over one of the standard periods: its KPIs counted, and whether it needs somebody.

    ``worry`` and ``concern`` sort the list; the three flags are as of the day of its ``Kept`` row. ``ending``: soon, or past
    its end and running on. Without an end ``ends_on`` is the day until which it is planned: it is sorted by it, and never said.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+", db_index=False)
    oldest = models.DateField(null=True)
    ends_on = models.DateField()
    worry = models.BigIntegerField()
    concern = models.BigIntegerField()
    unmanaged = models.BooleanField()
    unmeasured = models.BooleanField()
    ending = models.BooleanField()
    attention = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "period"], name="kept_contract_once_a_window")]
        indexes = [
            models.Index(
                fields=["council", "period", "-worry", "-concern", "-unmanaged", "-unmeasured", "ends_on", "contract"],
                name="kept_contract_worst_first",
            ),
            models.Index(fields=["council", "period", "supplier_kind", "contract"], name="kept_contract_by_supplier_kind"),
            models.Index(
                fields=["council", "period", "contract"],
                condition=Q(late__gt=0) | Q(below_minimum__gt=0),
                name="kept_contract_behind",
            ),
        ]

    def __str__(self):
        return f"{self.contract_id} {self.period}"


class KeptSum(Alike, Counted, Summed):
    """Amounts to be added to a council's figures. Whoever reads sums the rows of a key, so that no writer waits for another.

    ``district`` empty: of the whole area; a contract of two districts is in both besides. ``services.fold`` makes many rows one.
    """

    district = models.ForeignKey(
        "socialvalue.District", on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes = [models.Index(fields=["council", "period", "district", "directorate"])]

    def __str__(self):
        return f"{self.council_id} {self.period}"


class KeptTally(Sorted, Counted):
    """Amounts to be added to the counts of a council's contracts and KPIs; of quarters too. Summed as ``KeptSum`` is.

    ``owing``: contracts with a return owed by then; ``owing_late``: those of them with one that is late.
    """

    district = models.ForeignKey(
        "socialvalue.District", on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    contracts = models.BigIntegerField()
    attention = models.BigIntegerField()
    owing = models.BigIntegerField()
    owing_late = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["council", "period", "district", "directorate"])]

    def __str__(self):
        return f"{self.council_id} {self.period}"
