"""What happens at the door, as the record calls it, and what it calls those who are no person."""

FAILED = "failed to sign in"
FAILED_STEP = "failed at the second step"
WAITED = "was made to wait"
REFUSED = "was refused a page"
NEW_DEVICE = "signed in on a new device"
ENDED = "ended sessions"
FAILED_ELSEWHERE = "failed to sign in with another service"
LINKED = "linked a way to sign in"
UNLINKED = "removed a way to sign in"
# Of nobody who is known: every council's administrators read these, since the door is everybody's
AT_THE_DOOR = (FAILED, FAILED_STEP, FAILED_ELSEWHERE, WAITED)
# Who an entry is by where no account did it: nobody else than these
SYSTEM = "The system"
COMMAND = "The command line, used by "
