from django.db import models


class District(models.Model):
    """A lower-tier or unitary area. Names and codes: ONS, in OS Code-Point Open (OGL v3)."""

    gss_code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=80)
    county = models.CharField(max_length=40)

    class Meta:
        ordering = ["county", "name"]

    def __str__(self):
        return self.name
