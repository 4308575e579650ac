"""The room's verbs."""

from procurement.award.services.deciding import decide, recommend, return_award
from procurement.award.services.lengthening import awards_to_lengthen, lengthen_standstills
from procurement.award.services.telling import mark_contracted, tell_bidders

__all__ = ["awards_to_lengthen", "decide", "lengthen_standstills", "mark_contracted", "recommend", "return_award", "tell_bidders"]
