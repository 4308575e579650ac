"""The ground floor's tables, gathered for Django."""

from socialvalue.accounts.models import Directorate, Invitation, Membership, Organisation, User
from socialvalue.audit.models import AuditEvent, AuditSubject
from socialvalue.common.references import Counter
from socialvalue.documents.models import Document
from socialvalue.framework.models import (
    Crosswalk,
    Framework,
    FrameworkVersion,
    Goal,
    Measure,
    Outcome,
    Priority,
    Proxy,
    ProxyPolicy,
    StrategicOutcome,
)
from socialvalue.health.models import Heartbeat
from socialvalue.jobs.models import Job
from socialvalue.law.models import ProclaimedDay
from socialvalue.lists.models import SavedView
from socialvalue.notifications.models import Message
from socialvalue.places.models import District
from socialvalue.suppliers.models import DetailsChange, Joining, JoinRequest, OrganisationName, RegisterNumber

__all__ = [
    "AuditEvent",
    "AuditSubject",
    "Counter",
    "Crosswalk",
    "DetailsChange",
    "Directorate",
    "District",
    "Document",
    "Framework",
    "FrameworkVersion",
    "Goal",
    "Heartbeat",
    "Invitation",
    "Job",
    "JoinRequest",
    "Joining",
    "Measure",
    "Membership",
    "Message",
    "Organisation",
    "OrganisationName",
    "Outcome",
    "Priority",
    "ProclaimedDay",
    "Proxy",
    "ProxyPolicy",
    "RegisterNumber",
    "SavedView",
    "StrategicOutcome",
    "User",
]
