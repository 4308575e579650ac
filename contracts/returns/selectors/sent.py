"""What several versions say now, in the form in which it is kept when they are sent; and what that changes."""

from collections import defaultdict
from collections.abc import Sequence

from contracts.evidence.calculations.attribution import PARTS
from contracts.evidence.models import Attribution, DistrictCount, NamedEvidence, Story
from contracts.returns.calculations.sent import FIGURES, WORDS, Change, changes_between, sent_as
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from socialvalue.documents.models import Document


def sent_now(versions: Sequence[Return]) -> dict[int, dict]:
    """Each by its key, with its files, case studies, named evidence, shares and postcodes. Five queries, however many."""
    keys = [str(one.pk) for one in versions]
    files: dict[str, list[tuple[str, str]]] = defaultdict(list)
    stories: dict[int, list[tuple[str, str]]] = defaultdict(list)
    documents = Document.objects.filter(owner_type="contracts.return", owner_id__in=keys).order_by("uploaded_at", "pk")
    for owner, key, name in documents.values_list("owner_id", "pk", "name"):
        files[owner].append((str(key), name))
    told = Story.objects.filter(kpi_return__in=versions)
    for version, title, text, use in told.values_list("kpi_return", "title", "text", "use"):
        stories[version].append((f"{title}\n{text}", use))
    named, shares, postcodes = _named(versions), _shares(versions), _postcodes(versions)
    return {
        one.pk: sent_as(
            {name: getattr(one, name) for name in (*FIGURES, *WORDS)},
            files[str(one.pk)],
            stories[one.pk],
            named=named[one.pk],
            shares=shares.get(one.pk, ""),
            postcodes="\n".join(postcodes[one.pk]),
            early_before=one.early_reason,
            change_before=one.change_reason,
        )
        for one in versions
    }


def _named(versions: Sequence[Return]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = NamedEvidence.objects.filter(kpi_return__in=versions).order_by("sub", "kind")
    for version, *said in rows.values_list("kpi_return", "sub", "kind", "words", "number", "dated_on", "document"):
        found[version].append(" ".join(str(one) for one in said))
    return found


def _shares(versions: Sequence[Return]) -> dict[int, str]:
    rows = Attribution.objects.filter(kpi_return__in=versions).values_list(
        "kpi_return", *PARTS, *(f"{name}_source" for name in PARTS)
    )
    return {version: " ".join(str(one) for one in said) for version, *said in rows}


def _postcodes(versions: Sequence[Return]) -> dict[int, list[str]]:
    """A line a district: how many are in it, whether it counts for the figure, and what of the count is in none."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = DistrictCount.objects.filter(count__kpi_return__in=versions).order_by("district")
    beside = ("whose", "given", "elsewhere", "unplaced", "unknown", "unread")
    told = rows.values_list("count__kpi_return", "district", "many", "chosen", *(f"count__{name}" for name in beside))
    for version, *said in told:
        found[version].append(" ".join(str(one) for one in said))
    return found


def changed_since_sent(versions: Sequence[Return]) -> dict[int, list[Change]]:
    """What each would change of what was sent before, by its key; those that change nothing are left out."""
    again = [one for one in versions if one.sent_as is not None]
    if not again:
        return {}
    now = sent_now(again)
    found = {one.pk: changes_between(one.sent_as, now[one.pk]) for one in again}
    return {pk: changes for pk, changes in found.items() if changes}


def verified_before(versions: Sequence[Return]) -> dict[int, dict]:
    """What the verified returns say that these, sent for the first time, correct; by due row."""
    dues = [one.due_id for one in versions if one.number > 1 and one.sent_as is None]
    if not dues:
        return {}
    earlier = list(Return.objects.filter(due__in=dues, status=ReturnStatus.VERIFIED))
    said = sent_now(earlier)
    return {one.due_id: said[one.pk] for one in earlier}
