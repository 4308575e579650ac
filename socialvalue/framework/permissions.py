"""Who may edit frameworks: the council's editors its own, and those shared by all the administrators' editors too."""

from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import DomainError, WrongState
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Framework, FrameworkVersion


def check_can_edit(user, framework: Framework) -> None:
    """A council's own framework is its editors'; one without a council is edited by nobody here: it comes from its source."""
    if framework.council_id is None:
        raise WrongState("This framework comes from a national source. Import a new version from its file instead.")
    user.must_have(Permission.EDIT_FRAMEWORKS, framework.council_id)


def check_can_edit_version(user, version: FrameworkVersion) -> None:
    check_can_edit(user, version.framework)
    if version.status != VersionStatus.DRAFT:
        raise WrongState("A published version is frozen. Start a new version to change it.")


def can_edit(user, framework: Framework) -> bool:
    return _answer(check_can_edit, user, framework)


def can_edit_version(user, version: FrameworkVersion) -> bool:
    return _answer(check_can_edit_version, user, version)


def _answer(check, *args) -> bool:
    try:
        check(*args)
    except DomainError:
        return False
    return True
