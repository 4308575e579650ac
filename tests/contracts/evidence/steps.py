"""What several tests of stories do."""

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.evidence import services
from contracts.evidence.models import Individual, RegulatorReference, Scale, Story
from contracts.evidence.services import individuals, regulators, scales
from contracts.obligations.models import Kpi
from contracts.returns import services as returns
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.socialvalue.documents import media_made as made
from tests.socialvalue.documents import test_store as files

HOW = "The person told their support worker in May."
SAID = "0:00 Good morning.\n0:04 I have work now."


def upload(name: str = "Sam Smith at home.mp3", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, made.mp3(tagged=True) if data is None else data)


def picture(name: str = "Sam.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.PNG)


def told(kpi_return, by: User, *, consent=build.AGREED, tags: str = "", title="Sam found work", text="I found work.") -> Story:
    return services.tell_story(kpi_return, by=by, title=title, text=text, consent=consent, tags=tags)


def told_with_a_sound(kpi: Kpi, by: User, *, words: str = SAID) -> Story:
    """With a draft of the supplier for the last period of the KPI that may be reported."""
    due = kpi.due_returns.filter(returns=None).order_by("starts_on").first()
    story = told(returns.save_return(due, by=by, value=None), by)
    services.add_file(story, by=by, upload=upload(), words=words)
    return story


def on_scale(kpi: Kpi, manager: User, *, low: int = 1, high: int = 10, **details) -> Scale:
    """A ten-step scale on the council's list, on which the KPI's people are measured."""
    council = kpi.obligation.contract.council
    name = f"Wellbeing {Scale.objects.count() + 1}"
    scale = scales.add_scale(council, by=manager, name=name, low=low, high=high, **details)
    scales.set_scale(kpi, by=manager, scale=scale)
    return scale


def measured(kpi: Kpi, manager: User, by: User) -> Individual:
    """One person of the last period of the KPI, which nobody has reported."""
    on_scale(kpi, manager)
    due = kpi.due_returns.filter(returns=None).order_by("starts_on").last()
    return individuals.enter_person(due, by=by, code="P01", baseline=3, now=5)


def held_elsewhere(due: DueReturn, manager: User, by: User) -> RegulatorReference:
    """A regulator holds what the KPI of this period asks for, and its people have said where."""
    regulators.hold_elsewhere(due.kpi, by=manager, regulator="cqc", what="Inspection report, section Safe")
    return regulators.give_reference(due, by=by, reference="1-123456789", dated=min(due.starts_on, clock.today()))
