"""Who may edit frameworks: the council's editors its own. One for everybody comes from its source, through the system."""

from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Framework, FrameworkVersion


def check_can_create(user, council) -> None:
    """A framework of ``council``; without one, for everybody, only by the system (``user`` None: the command line)."""
    if council is None:
        if user is not None:
            raise NotAllowed("Only the people who run this installation can import a framework for everybody")
    elif user is None:
        raise NotAllowed("A council’s framework needs somebody who answers for it")
    else:
        user.must_have(Permission.EDIT_FRAMEWORKS, council)


def check_can_edit(user, framework: Framework) -> None:
    """A council's own framework is its editors'; one without a council is edited by nobody here: it comes from its source."""
    if framework.council_id is None and user is not None:
        raise WrongState("This framework comes from a national source. It is changed where it comes from, not here.")
    check_can_create(user, framework.council)


def check_can_edit_version(user, version: FrameworkVersion) -> None:
    check_can_edit(user, version.framework)
    if version.status != VersionStatus.DRAFT:
        raise WrongState("A published version is frozen. Start a new version to change it.")


def check_can_discard(user, version: FrameworkVersion) -> None:
    """A draft is thrown away by those who may edit it; what was published once stays."""
    check_can_edit(user, version.framework)
    if version.status != VersionStatus.DRAFT:
        raise WrongState("Only a draft can be discarded. A published version can be retired.")


def can_edit(user, framework: Framework) -> bool:
    """Whether ``user`` (perhaps nobody signed in) may edit the framework."""
    return can(check_can_edit, user, framework)


def can_edit_version(user, version: FrameworkVersion) -> bool:
    return can(check_can_edit_version, user, version)
