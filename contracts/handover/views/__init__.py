"""From an award to a contract that both sides agree, and the meeting it begins with."""

from contracts.handover.views.agreeing import (
    contract_agree_all,
    contract_handover,
    contract_make,
    contract_signed,
    obligation_agree,
)
from contracts.handover.views.kickoff import contract_kickoff, contract_kickoff_agree
from contracts.handover.views.objecting import objection_answer, obligation_counted, obligation_object
from contracts.handover.views.texts import agreed_text, agreed_text_make_pdf, agreed_text_pdf

__all__ = [
    "agreed_text",
    "agreed_text_make_pdf",
    "agreed_text_pdf",
    "contract_agree_all",
    "contract_handover",
    "contract_kickoff",
    "contract_kickoff_agree",
    "contract_make",
    "contract_signed",
    "objection_answer",
    "obligation_agree",
    "obligation_counted",
    "obligation_object",
]
