"""What the diagnostic report and the commissioning plan say, as data to be frozen."""

from procurement.commissioning.enums import ActPoint, EntryKind, SoughtStatus
from procurement.commissioning.enums.key_questions import BY_KEY
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors import only_outputs
from procurement.commissioning.selectors.checklist import checklist_for
from procurement.commissioning.selectors.thresholds import is_covered


def _remark(remark) -> dict:
    """Without the name, also of those who agreed to be named: a frozen document could not forget it again."""
    return {
        "id": remark.pk,
        "text": remark.text,
        "group": remark.get_group_display(),
        "said_on": remark.said_on,
        "method": remark.get_method_display(),
        "event": str(remark.event) if remark.event else "",
        "question": BY_KEY[remark.question].wording if remark.question in BY_KEY else "",
        "response": remark.response,
    }


def _heading(commission: Commission) -> dict:
    return {
        "reference": commission.reference,
        "title": commission.title,
        "summary": commission.summary,
        "council": commission.council.name,
        "directorate": commission.directorate.name,
        "lead": str(commission.lead),
        "people": commission.people,
        "category": commission.category,
        "value": str(commission.estimated_value),
        "term_months": commission.term_months,
        "districts": [d.name for d in commission.districts.all()],
        "earlier": str(commission.earlier) if commission.earlier else "",
        "illustrative": commission.illustrative,
    }


def diagnostic_content(commission: Commission) -> dict:
    """The diagnostic report as data: sections of findings, each with the remarks and evidence it rests on."""
    entries = list(commission.diagnostic_entries.select_related("other_commission").prefetch_related("remarks__event"))
    sections = [
        {
            "kind": kind.value,
            "title": kind.label,
            "entries": [
                {
                    "text": e.text,
                    "consequence": e.consequence,
                    "evidence": e.evidence,
                    "evidence_url": e.evidence_url,
                    "other": str(e.other_commission) if e.other_commission else "",
                    "remarks": [_remark(r) for r in e.remarks.all()],
                }
                for e in entries
                if e.kind == kind
            ],
        }
        for kind in EntryKind
    ]
    remarks = [_remark(r) for r in commission.remarks.select_related("event")]
    groups: dict[str, int] = {}
    for r in remarks:
        groups[r["group"]] = groups.get(r["group"], 0) + 1
    return {**_heading(commission), "sections": sections, "remarks": remarks, "groups": groups}


def plan_content(commission: Commission) -> dict:
    """The commissioning plan as data."""
    plan = commission.plan
    outcomes = commission.sought_outcomes.exclude(status=SoughtStatus.DROPPED).prefetch_related(
        "remarks__event", "requirements__measure"
    )
    return {
        **_heading(commission),
        "outcomes": [
            {
                "wording": o.wording,
                "category": o.get_category_display(),
                "promoted_from": o.promoted_from,
                "promoted_evidence": o.promoted_evidence,
                "remarks": [_remark(r) for r in o.remarks.all()],
                "requirements": [
                    {
                        "code": r.code,
                        "wording": r.wording,
                        "use": r.get_use_display(),
                        "measure": r.measure_text,
                        "unit": r.unit,
                        "evidence": r.evidence,
                        "target": None if r.target is None else str(r.target.normalize()),
                        "per": r.get_per_display(),
                        "sizing_note": r.sizing_note,
                        "linked_to_subject": r.linked_to_subject,
                        "in_area": r.in_area,
                        "in_scale": r.in_scale,
                        "strategy": r.strategy,
                        "test_reason": r.test_reason,
                        "core_quality_risk": r.core_quality_risk,
                        "exclusion_risk": r.exclusion_risk,
                        "change_made": r.change_made,
                    }
                    for r in o.requirements.all()
                    if r.removed_at is None
                ],
            }
            for o in outcomes
        ],
        "only_outputs": only_outputs(commission),
        "length_considered": plan.length_considered,
        "lots_divided": plan.lots_divided,
        "lots_reason": plan.lots_reason,
        "sme_barriers": plan.sme_barriers,
        "covered": is_covered(commission),
        "no_insurance_before_award": plan.no_insurance_before_award,
        "insurance_reason": plan.insurance_reason,
        "no_audited_accounts": plan.no_audited_accounts,
        "accounts_reason": plan.accounts_reason,
        "checklist": [
            {"wording": item.wording, **plan.checklist.get(item.key, {"answer": "", "note": ""})}
            for item in checklist_for(commission)
        ],
        "act": [
            {
                "point": a.get_point_display(),
                "text": a.text,
                "considered_on": a.considered_on,
                "officer": str(a.officer),
                "urgency": a.point == ActPoint.URGENCY,
                "confirmed_by": str(a.confirmed_by or ""),
            }
            for a in commission.act_considerations.select_related("officer", "confirmed_by")
        ],
        "submitted_by": str(plan.submitted_by or ""),
        "submitted_at": plan.submitted_at,
        "approved_by": str(plan.decided_by or ""),
        "approved_at": plan.decided_at,
        "comment": plan.decision_comment,
    }
