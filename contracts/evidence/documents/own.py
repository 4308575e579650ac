"""What a supplier takes out beside its figures: case studies with their consent, people one by one, what a regulator holds."""

from collections.abc import Iterator
from typing import Any

from contracts.evidence.calculations.postcodes import WORDS as NOT_IN_A_DISTRICT
from contracts.evidence.models import Individual, KeptChanges, PostcodeCount, RegulatorReference, Story, StoryFile
from contracts.register.documents.own import belongs_to
from contracts.schedule.documents.own import FIRST, first
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Belongs, Files, Part, at, part_of, uploads_of

DUE = "due__kpi__obligation__contract__council"
STORIES = [
    "council", "contract", "kpi", "start date", "end date", "version", "title", "text", "tags", "may be used by",
    "who asked", "how",
    "asked on", "told by", "told at", "withdrawn at", "withdrawn by", "how it was withdrawn", "files",
    "what its files show or say",
]  # fmt: skip
PEOPLE = [*FIRST, "scale", "code", "at the beginning", "now"]
CHANGES = [*FIRST, "scale", "people", "improved", "stayed the same", "fell", "not measured again", "deleted at"]
POSTCODES = [
    *FIRST, "version", "whose", "district", "how many", "in the council’s area", "counts as local", "official file",
    "counted by", "counted at",
]  # fmt: skip
REFERENCES = [*FIRST, "regulator", "reference", "dated", "link", "given by", "given at", "accepted by", "accepted at"]


def parts(user: User) -> list[Part]:
    seen = DueReturn.objects.visible_to(user).order_by().values("pk")
    order = ("due__kpi__obligation__contract", "due__kpi__number", "due__kpi", "due__starts_on")
    stories = Story.objects.visible_to(user).select_related(f"kpi_return__{DUE}", "told_by", "withdrawn_by")
    stories = stories.prefetch_related("tags", "files").order_by(*(f"kpi_return__{step}" for step in order), "told_at", "pk")
    people = Individual.objects.visible_to(user).select_related(DUE, "due__kpi__on_scale__scale").order_by(*order, "code")
    kept = KeptChanges.objects.filter(due__in=seen).select_related(DUE).order_by(*order)
    references = RegulatorReference.objects.filter(due__in=seen).select_related(DUE, "given_by", "accepted_by").order_by(*order)
    counts = PostcodeCount.objects.visible_to(user).select_related(f"kpi_return__{DUE}", "counted_by")
    counts = counts.prefetch_related("districts__district").order_by(*(f"kpi_return__{step}" for step in order), "pk")
    return [
        part_of(
            "evidence/case-studies.csv",
            "Case studies with what the person agreed to, who asked, how and when. One that was withdrawn says only that it was.",
            STORIES, stories, _story,
        ),
        part_of(
            "evidence/people-measured.csv",
            "What each person of a KPI reached, by the code that only you understand. No names are kept here.", PEOPLE,
            people,
            _individual,
        ),
        part_of(
            "evidence/changes-kept.csv",
            "The figures of periods whose people were deleted after their time.", CHANGES, kept, _changes,
        ),
        part_of(
            "evidence/regulator-references.csv",
            "Where a regulator’s record of a period stands, and whether the council accepted it.",
            REFERENCES, references, _reference,
        ),
        part_of(
            "evidence/postcode-counts.csv",
            "How many postcodes were counted in each district for a return. The postcodes themselves are kept nowhere.",
            POSTCODES, counts, _postcodes,
        ),
    ]  # fmt: skip


def files(user: User) -> Files:
    """Photographs, sound and video of case studies."""
    return uploads_of(user, StoryFile.objects.visible_to(user).select_related(f"story__kpi_return__{DUE}"), _belongs)


def _belongs(one: StoryFile) -> Belongs:
    version = one.story.kpi_return
    contract, due = version.due.kpi.obligation.contract, version.due
    words = f"Case study “{one.story.title}”: KPI {due.kpi.number}, {due.starts_on} to {due.ends_on}, version {version.number}"
    return belongs_to(contract, words)


def _story(one: Story) -> Iterator[list[Any]]:
    files = list(one.files.all())
    shown = " | ".join(file.words for file in files if file.words)
    yield [
        *first(one.kpi_return.due), one.kpi_return.number, one.title, one.text,
        ", ".join(tag.word for tag in one.tags.all()),
        one.get_use_display(), one.asked_by, one.get_how_display(), one.asked_on, one.told_by.name, at(one.told_at),
        at(one.withdrawn_at), one.withdrawn_by.name if one.withdrawn_by else "", one.withdrawn_how, len(files), shown,
    ]  # fmt: skip


def _individual(one: Individual) -> Iterator[list[Any]]:
    on_scale = getattr(one.due.kpi, "on_scale", None)
    yield [*first(one.due), str(on_scale.scale) if on_scale else "", one.code, one.baseline, one.now]


def _changes(one: KeptChanges) -> Iterator[list[Any]]:
    yield [
        *first(one.due), one.scale, one.people, one.improved, one.same, one.fell, one.not_yet, at(one.deleted_at),
    ]  # fmt: skip


def _reference(one: RegulatorReference) -> Iterator[list[Any]]:
    yield [
        *first(one.due), one.called, one.reference, one.dated, one.link, one.given_by.name, at(one.given_at),
        one.accepted_by.name if one.accepted_by else "", at(one.accepted_at),
    ]  # fmt: skip


def _postcodes(one: PostcodeCount) -> Iterator[list[Any]]:
    version = one.kpi_return
    before = [*first(version.due), version.number, one.get_whose_display()]
    after = [one.edition, one.counted_by.name, at(one.counted_at)]
    for row in one.districts.all():
        yield [*before, row.district.name, row.many, row.in_area, row.chosen, *after]
    for name, words in NOT_IN_A_DISTRICT.items():
        if many := getattr(one, name):
            yield [*before, words, many, False, False, *after]
