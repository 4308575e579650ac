"""What people say: stories told with their agreement, in verified returns of the period.

What is frozen is which story it is and a digest of its words. The words are read when the paper is drawn, so that a person who
withdraws finds them in no report any more; the digest shows that nobody changed them.
"""

from contracts.evidence.models import Story
from contracts.evidence.services.withdrawing import digest_of
from contracts.register.models import Contract
from contracts.schedule.enums import ReturnStatus
from measurement.reports.documents.sections.material import Material
from measurement.reports.documents.sections.section import Part
from measurement.reports.models import Report
from socialvalue.common.templatetags.formats import plain_day

STORIES_SHOWN = 8
NO_STORY = "No story that its person agreed to show came with the verified returns of this period."


def _freeze(material: Material) -> dict:
    """The latest first."""
    contract, scope = "kpi_return__due__kpi__obligation__contract", material.scope
    rows = (
        Story.objects.shown()
        .filter(
            kpi_return__status=ReturnStatus.VERIFIED,
            kpi_return__due__ends_on__range=(scope.starts_on, scope.ends_on),
            **{f"{contract}__in": scope.contracts()},
        )
        .select_related(contract)
        .prefetch_related(f"{contract}__parties")
        .order_by("-kpi_return__due__ends_on", "-pk")[:STORIES_SHOWN]
    )
    return {"stories": [_story(s) for s in rows]}


def _story(story: Story) -> dict:
    due = story.kpi_return.due
    contract: Contract = due.kpi.obligation.contract
    return {
        "story": story.pk,
        "digest": digest_of(story.title, story.text),
        "contract": contract.title,
        "supplier": ", ".join(contract.suppliers_on(due.due_on)),
        "period": f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}",
    }


def digest_in(entry: dict) -> str:
    """Of a frozen story; early reports have its words."""
    return entry.get("digest") or digest_of(entry["title"], entry["text"])


def drawn(content: dict) -> list[dict]:
    """The stories of a report as they may be shown now: with their words, or with the day on which they were withdrawn."""
    entries = content["stories"]
    if not entries:
        return []
    stories = Story.objects.in_bulk([entry["story"] for entry in entries if "story" in entry])
    gone = dict(
        Story.objects.filter(withdrawn_digest__in=[digest_in(entry) for entry in entries]).values_list(
            "withdrawn_digest", "withdrawn_at"
        )
    )
    return [_drawn(entry, stories.get(entry.get("story")), gone.get(digest_in(entry))) for entry in entries]


def _drawn(entry: dict, story: Story | None, withdrawn_at) -> dict:
    where = {name: entry[name] for name in ("contract", "supplier", "period")}
    if "story" not in entry:
        words = {"title": entry["title"], "text": entry["text"]}
    elif story is not None and not story.is_withdrawn:
        words = {"title": story.title, "text": story.text, "pk": story.pk}
    else:
        words, withdrawn_at = {}, withdrawn_at or (story.withdrawn_at if story else None)
    return where | ({"withdrawn_at": withdrawn_at, "gone": True} if withdrawn_at or not words else words)


def withdrawn_in(content: dict) -> int:
    """How many of a report's stories were withdrawn since it was frozen."""
    return sum("gone" in entry for entry in drawn(content)) if content.get("stories") else 0


def _texts(report: Report) -> list[str]:
    return [] if report.content["stories"] else [NO_STORY]


PART = Part("stories", "What people say", "stories", _texts, _freeze)
