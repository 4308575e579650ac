"""Who sees a return, and how it is rated inside the database."""

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

from contracts.evidence.visibility import returns_rule
from contracts.performance.enums import Rating
from contracts.register.querysets import OfContractQuerySet
from socialvalue.framework.enums import Direction


class ReturnQuerySet(OfContractQuerySet):
    contract_path = "due__kpi__obligation__contract"

    def visible_to(self, user):
        # Through the keys, so that a contract of two suppliers does not double its returns
        return self.filter(pk__in=self.model._base_manager.filter(returns_rule(user)).values("pk"))

    def rated(self):
        """Adds ``rating``: Kent's rule in SQL, the same as ``rating.rate`` (a test holds the two together)."""
        return self.annotate(rating=rating_of("value", "due__target", "due__floor", "due__kpi__direction"))


def rating_of(value: str, target: str, floor: str, direction: str) -> Case:
    """Kent's rule as an expression over field paths; NULL where nothing was reported."""
    worst = Coalesce(F(floor), F(target))
    return Case(
        When(**{f"{value}__isnull": True}, then=Value(None)),
        When(**{f"{target}__isnull": True}, then=Value(Rating.NONE.value)),
        When(Q(**{direction: Direction.HIGHER, f"{value}__gte": F(target)}), then=Value(Rating.GREEN.value)),
        When(Q(**{direction: Direction.LOWER, f"{value}__lte": F(target)}), then=Value(Rating.GREEN.value)),
        When(Q(**{direction: Direction.HIGHER, f"{value}__gte": worst}), then=Value(Rating.AMBER.value)),
        When(Q(**{direction: Direction.LOWER, f"{value}__lte": worst}), then=Value(Rating.AMBER.value)),
        default=Value(Rating.RED.value),
        output_field=CharField(),
    )
