from django.db import models
from django.db.models import Q

from socialvalue.common import clock


class District(models.Model):
    """A lower-tier or unitary area. Names and codes: ONS, in OS Code-Point Open (OGL v3)."""

    gss_code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=80)
    county = models.CharField(max_length=40)

    class Meta:
        ordering = ["county", "name"]

    def __str__(self):
        return self.name


class PostcodeEdition(models.Model):
    """The official file of postcodes that is loaded, if one is: one row, and ``loading`` its one writer."""

    name = models.CharField(max_length=60)
    # The month its publisher names it by
    month = models.DateField()
    postcodes = models.PositiveIntegerField()
    # Of every row and no other, so that the same file is known again
    digest = models.CharField(max_length=64)
    illustrative = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_file_of_postcodes")]

    def __str__(self):
        return f"{self.name} of {self.month:%B %Y}"


class PostcodeSector(models.Model):
    """All postcodes of a sector such as “ME14 1”, as the last two letters of each behind the code of their district.

    A look-up asks for sectors, so that no whole postcode is ever part of a statement or of an index.
    """

    sector = models.CharField(max_length=6, primary_key=True)
    # {code of a district: “AAABAD”}; the code is empty where the file names no district
    districts = models.JSONField(default=dict)
    # Those of all these that are no longer in use
    ended = models.TextField(blank=True)

    def __str__(self):
        return self.sector
