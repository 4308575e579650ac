"""Who sees a return, and how it is rated inside the database."""

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

from contracts.performance.enums import Rating
from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.register.querysets import OfContractQuerySet
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.enums import Permission
from socialvalue.framework.enums import Direction


def returns_rule(user, prefix: str = "") -> Q:
    """A draft is seen by the side that writes it, everything else by whoever sees the contract."""
    contract = f"{prefix}due__kpi__obligation__contract__"
    seen = Q(**{f"{contract}in": Contract.objects.visible_to(user)})
    suppliers = user.organisations_where(Permission.BID) if user.is_authenticated else []
    councils = user.organisations_where(Permission.EDIT_CONTRACTS) if user.is_authenticated else []
    own_draft = Q(**{f"{prefix}side": Side.SUPPLIER, f"{contract}suppliers__in": suppliers}) | Q(
        **{f"{prefix}side": Side.COUNCIL, f"{contract}council__in": councils}
    )
    return seen & (~Q(**{f"{prefix}status": ReturnStatus.DRAFT}) | own_draft)


class ReturnQuerySet(OfContractQuerySet):
    contract_path = "due__kpi__obligation__contract"

    def visible_to(self, user):
        # Through the keys, so that a contract of two suppliers does not double its returns
        return self.filter(pk__in=self.model._base_manager.filter(returns_rule(user)).values("pk"))

    def rated(self):
        """Adds ``rating``: Kent's rule in SQL, the same as ``rating.rate`` (a test holds the two together)."""
        return self.annotate(rating=rating_of("value", "due__target", "due__floor", "due__kpi__direction"))


class OfReturnQuerySet(models.QuerySet):
    """Stories: seen by whoever sees their return."""

    def visible_to(self, user):
        returns = self.model._meta.get_field("kpi_return").related_model
        return self.filter(kpi_return__in=returns.objects.visible_to(user))


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
