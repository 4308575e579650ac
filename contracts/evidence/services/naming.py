"""Named evidence: what the top level of a scorecard’s line needs, kind by kind. The working follows at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from contracts.evidence.models import NamedEvidence
from contracts.evidence.permissions import check_can_write
from contracts.evidence.services.files import add_evidence
from contracts.evidence.services.noting import note
from contracts.evidence.services.working import work_out_again
from contracts.performance import composing
from contracts.performance.rules import EVIDENCE, Evidence
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ
from socialvalue.common.saving import locked

# Letters of the shortest words that say where something is
LEAST_WORDS = 8


@dataclass(frozen=True, kw_only=True)
class Named:
    """What was typed of one kind; ``upload``: a file that was chosen."""

    words: str = ""
    number: str = ""
    dated_on: date | None = None
    upload: Any = None

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.number or self.dated_on or self.upload)


@transaction.atomic
def name_evidence(kpi_return, sub: str, typed: Mapping[str, Named], *, by) -> list[NamedEvidence]:
    """Keep the evidence of each kind (code → what was typed) for the sub-score with the key ``sub``: all of it or none.

    A kind is shown by a file, by words that say where it is or, of what is registered, by its number; that has a day besides. A
    file that came before stays; a kind of which nothing is left is taken out. Raises Refused with everything that is missing,
    on fields such as “words_green”.
    """
    fresh = locked(kpi_return, AS_READ)
    check_can_write(by, fresh)
    rules = _asked_for(fresh, sub, typed)
    before = {one.kind: one for one in fresh.named.filter(sub=sub)}
    problems = [found for rule in rules for found in _missing(rule, typed[rule.code], before.get(rule.code))]
    if problems:
        raise Refused(problems)
    kept = [_keep(fresh, sub, rule, typed[rule.code], before.get(rule.code), by) for rule in rules]
    work_out_again(fresh)
    return [one for one in kept if one]


def _keep(fresh, sub: str, rule: Evidence, typed: Named, old: NamedEvidence | None, by) -> NamedEvidence | None:
    document = old.document if old else None
    if typed.is_empty and document is None:
        if old is not None:
            old.delete()
            note(fresh, "drop named evidence", f"took evidence of {rule.name} out of", by=by)
        return None
    if typed.upload is not None:
        document = add_evidence(fresh, by=by, upload=typed.upload, description=f"Evidence of {rule.name}")
    told = {"words": typed.words.strip(), "number": typed.number.strip(), "dated_on": typed.dated_on, "document": document}
    if old is not None and all(getattr(old, name) == value for name, value in told.items()):
        return old
    made, _ = NamedEvidence.objects.update_or_create(
        kpi_return=fresh, sub=sub, kind=rule.code, defaults=told | {"named_by": by, "named_at": clock.now()}
    )
    note(fresh, "name evidence", f"named evidence of {rule.name} for", by=by)
    return made


def copy_named(old, new, files: Mapping) -> None:
    """A correction begins with what was named for the version that it corrects; ``files``: those that were carried over."""
    NamedEvidence.objects.bulk_create(
        NamedEvidence(
            kpi_return=new, sub=one.sub, kind=one.kind, words=one.words, number=one.number, dated_on=one.dated_on,
            document=files.get(one.document_id), named_at=one.named_at, named_by_id=one.named_by_id,
        )
        for one in old.named.all()
    )  # fmt: skip


def _asked_for(kpi_return, sub: str, typed: Mapping[str, Named]) -> list[Evidence]:
    asked = {one.key: one.evidence for one in composing.read(kpi_return.due.sub_scores)}.get(sub, ())
    if unknown := typed.keys() - set(asked):
        raise WrongState(f"This return does not ask for evidence of {sorted(unknown)[0]}")
    return [EVIDENCE[kind] for kind in asked if kind in typed]


def _missing(rule: Evidence, typed: Named, old: NamedEvidence | None) -> list[tuple[str, str]]:
    has_file = typed.upload is not None or (old is not None and old.document_id is not None)
    if typed.is_empty and not has_file:
        return []
    found = []
    by_number = rule.registered and typed.number.strip()
    if not has_file and not by_number and len(typed.words.strip()) < LEAST_WORDS:
        found.append((f"words_{rule.code}", f"{rule.name}: say what it is and where it is kept, or add a file"))
    if rule.registered and not typed.number.strip():
        found.append((f"number_{rule.code}", f"{rule.name}: enter the registration number or reference"))
    if rule.registered and typed.dated_on is None:
        found.append((f"dated_on_{rule.code}", f"{rule.name}: enter the day of the registration or award"))
    if typed.dated_on is not None and typed.dated_on > clock.today():
        found.append((f"dated_on_{rule.code}", f"{rule.name}: this day has not come yet"))
    return found
