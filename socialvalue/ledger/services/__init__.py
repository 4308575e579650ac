"""The room's verbs."""

from socialvalue.ledger.services.checking import check, read_whole
from socialvalue.ledger.services.linking import link_up
from socialvalue.ledger.services.witnessing import add_witness, alarm, end_witness, send_heads

__all__ = ["add_witness", "alarm", "check", "end_witness", "link_up", "read_whole", "send_heads"]
