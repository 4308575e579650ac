"""Other commissions of the council that look alike, and why: a suggestion to look, never a conclusion."""

import re
from dataclasses import dataclass

from django.db.models import Q

from procurement.commissioning.models import Commission

# Words that say nothing about what is bought
COMMON = frozenset(
    [
        "service",
        "services",
        "support",
        "people",
        "their",
        "there",
        "which",
        "where",
        "while",
        "that",
        "with",
        "from",
        "this",
        "other",
        "community",
        "local",
        "council",
        "kent",
        "contract",
        "provide",
        "provision",
        "based",
        "county",
        "adults",
        "needs",
    ]
)
MOST_WORDS = 8
CANDIDATES = 200


@dataclass(frozen=True)
class Alike:
    commission: Commission
    reasons: tuple[str, ...]


def telling_words(commission: Commission) -> set[str]:
    """Words of five letters or more in the title and in who it is for."""
    found = re.findall(r"[a-zà-ÿ]{5,}", f"{commission.title} {commission.people}".casefold())
    return set(found) - COMMON


def alike(commission: Commission, user, most: int = 6) -> list[Alike]:
    """The most alike commissions ``user`` may see in the same council: same category counts most, then words, then districts."""
    mine = telling_words(commission)
    wanted = Q(category__iexact=commission.category)
    for word in sorted(mine, key=len, reverse=True)[:MOST_WORDS]:
        wanted |= Q(title__icontains=word) | Q(people__icontains=word)
    rows = (
        Commission.objects.visible_to(user)
        .filter(wanted, council=commission.council_id)
        .exclude(pk=commission.pk)
        .select_related("directorate")
        .prefetch_related("districts")[:CANDIDATES]
    )
    here = {d.name for d in commission.districts.all()}
    scored = []
    for other in rows:
        reasons, score = [], 0
        if other.category.casefold() == commission.category.casefold():
            reasons.append(f"the same category, {other.category}")
            score += 3
        words = sorted(mine & telling_words(other))
        if words:
            reasons.append("both speak of " + ", ".join(f"“{w}”" for w in words[:3]))
            score += min(len(words), 3)
        shared = sorted(here & {d.name for d in other.districts.all()})
        if shared and reasons:
            reasons.append("both in " + ", ".join(shared))
            score += 1
        if reasons:
            scored.append((-score, other.reference, Alike(other, tuple(reasons))))
    return [item for _, _, item in sorted(scored, key=lambda row: row[:2])[:most]]
