"""The ground floor's tables, gathered for Django."""

from socialvalue.accounts.administration.models import RoleGrant, StepReset
from socialvalue.accounts.models import Directorate, Invitation, Membership, Organisation, SupplierTie, User
from socialvalue.audit.models import AuditEvent, AuditSubject, RepeatedEvent
from socialvalue.common.once import SentForm
from socialvalue.common.references import Counter
from socialvalue.councils.models import ClosedDays
from socialvalue.documents.models import Document, HeldFile, MadeFile
from socialvalue.exports.models import Export
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
from socialvalue.ledger.models import RecordCheck, RecordLink, Witness
from socialvalue.lists.models import SavedView
from socialvalue.notifications.models import Message
from socialvalue.places.models import District, PostcodeEdition, PostcodeSector
from socialvalue.sessions.models import Attempts, Session
from socialvalue.suppliers.models import DetailsChange, JoinRequest, OrganisationName, RegisterNumber

__all__ = [
    "Attempts",
    "AuditEvent",
    "AuditSubject",
    "ClosedDays",
    "Counter",
    "Crosswalk",
    "DetailsChange",
    "Directorate",
    "District",
    "Document",
    "Export",
    "Framework",
    "FrameworkVersion",
    "Goal",
    "Heartbeat",
    "HeldFile",
    "Invitation",
    "Job",
    "JoinRequest",
    "MadeFile",
    "Measure",
    "Membership",
    "Message",
    "Organisation",
    "OrganisationName",
    "Outcome",
    "PostcodeEdition",
    "PostcodeSector",
    "Priority",
    "ProclaimedDay",
    "Proxy",
    "ProxyPolicy",
    "RecordCheck",
    "RecordLink",
    "RegisterNumber",
    "RepeatedEvent",
    "RoleGrant",
    "SavedView",
    "SentForm",
    "Session",
    "StepReset",
    "StrategicOutcome",
    "SupplierTie",
    "User",
    "Witness",
]
