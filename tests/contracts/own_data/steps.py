"""A supplier with one contract of everything, and its archive opened."""

import csv
import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from contracts.evidence.services import files as evidence
from contracts.own_data.pages import KEY
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.exports import services
from socialvalue.exports.documents import kind_of
from socialvalue.exports.models import Export
from socialvalue.jobs.services import run_job
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.evidence import steps as stories
from tests.contracts.papers import steps as papers
from tests.contracts.supply import steps as supply

NOW = datetime(2026, 11, 2, 9, tzinfo=clock.LONDON)
QUESTION = "Two of the three are not on the list that came with it."
WRONG = "One apprentice was counted twice in that quarter."
CHANGED = "The list was completed with the two who were missing."


@contextmanager
def day(*parts: int):
    with clock.at(datetime(*parts, 9, tzinfo=clock.LONDON)):
        yield


def with_history(contract: Contract, who: build.Parties, mark: str) -> Return:
    """The first period: sent, sent back with a question, sent again, verified, corrected and verified again."""
    due = build.first_due(contract)
    with day(2025, 7, 10):
        draft = returns.save_return(due, by=who.reporter, value=Decimal(3), narrative=f"{mark} took on three.")
        evidence.add_evidence(draft, by=who.reporter, upload=papers.upload(f"{mark} list.txt", f"{mark} names".encode()))
        sent = returns.submit_return(draft, by=who.reporter)
    with day(2025, 7, 14):
        returns.query_return(sent, by=who.manager, comment=QUESTION)
    with day(2025, 7, 16):
        again = returns.save_return(due, by=who.reporter, value=Decimal(4), narrative=f"{mark} took on four.")
        again = returns.submit_return(again, by=who.reporter, change_reason=CHANGED)
    with day(2025, 7, 20):
        returns.verify_return(again, by=who.manager, comment=build.SEEN)
    with day(2025, 8, 1):
        returns.correct_return(due, by=who.reporter, reason=WRONG)
        corrected = returns.save_return(due, by=who.reporter, value=Decimal(2), narrative=f"{mark} took on two.", estimated=True)
        corrected = returns.submit_return(corrected, by=who.reporter)
    with day(2025, 8, 5):
        return returns.verify_return(corrected, by=who.manager, comment=build.SEEN)


@dataclass
class Scene:
    who: build.Parties
    contract: Contract
    verified: Return
    mark: str


def everything(mark: str = "Weald", *, council=None, supplier=None, who=None) -> Scene:
    """A supplier called after ``mark``, which stands in everything that is its own."""
    with day(2025, 3, 20):
        who = who or build.parties(council, supplier or people.supplier(f"{mark} Carers CIC", number=""))
        contract, who = build.active_contract(who, reference=f"{mark}-1", title=f"{mark} short breaks")
    verified = with_history(contract, who, mark)
    with clock.at(NOW):
        due = contract_dues(contract)[1]
        draft = returns.save_return(due, by=who.reporter, value=Decimal(3), narrative=f"{mark} draft.")
        story = stories.told(draft, who.reporter, title=f"{mark} story", text=f"{mark} found work.")
        stories.services.add_file(story, by=who.reporter, upload=stories.picture(f"{mark}.png"), words=f"{mark} at work")
        stories.measured(build.kpi_of(contract), who.manager, who.reporter)
        papers.added(
            contract,
            who.reporter,
            valid_until=date(2027, 8, 31),
            upload_=papers.upload(f"{mark} policy.txt", f"{mark} insured".encode()),
        )
        supply.link(supply.begun(contract, who), who, name=f"{mark} Neighbours")
    return Scene(who, contract, verified, mark)


def contract_dues(contract: Contract):
    rows = build.first_due(contract).kpi.due_returns.order_by("starts_on")
    return list(rows)


def asked(person: User) -> Export:
    return services.ask(kind_of(KEY), by=people.fresh(person))


def made(person: User, moment: datetime = NOW) -> Export:
    with clock.at(moment):
        export = asked(person)
        run_job(export.job_id)
    export = Export.objects.get(pk=export.pk)
    assert export.is_made, export.job.error
    return export


class Archive:
    """An export opened: its names, its tables, its files."""

    def __init__(self, export: Export):
        with export.file.open("rb") as file:
            self.bytes = file.read()
        self.zip = zipfile.ZipFile(io.BytesIO(self.bytes))
        assert self.zip.testzip() is None

    @property
    def names(self) -> list[str]:
        return self.zip.namelist()

    def text(self, name: str) -> str:
        return self.zip.read(name).decode("utf-8-sig")

    def table(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text(name), newline="")))

    def everything(self) -> bytes:
        """Every name and every byte, unpacked."""
        return b"\n".join([name.encode() + b"\n" + self.zip.read(name) for name in self.names])


def archive(person: User, moment: datetime = NOW) -> Archive:
    return Archive(made(person, moment))


__all__ = ["NOW", "Archive", "Scene", "archive", "asked", "date", "everything", "made"]
