"""What may be done against an answer, and the sentence that says so."""

from dataclasses import dataclass
from datetime import date

from .catalogue import Outcome, Remedy
from .conventions import DEFAULTS, Conventions
from .errors import ErrorCode
from .remedy_matrix import MATRIX, SILENCE, WITHOUT_REMEDY, Cell
from .review_organs import OrganKind, RemedyError, review_organs, review_row, whose_act

__all__ = [
    "WITHOUT_REMEDY", "Cell", "Forum", "OrganKind", "RemedyError", "cell_on", "record_text", "remedy_on",
    "remedy_text", "review_organs", "silence_on", "third_party_text", "whose_act",
]  # fmt: skip


def cell_on(of: str, on: date) -> Cell:
    """The cell of the matrix for an outcome code, the third party's letter (`L20`) or `SILENCE`, on that day."""
    return next(cell for cell in MATRIX if of in cell.of and cell.valid_from <= on)


def remedy_on(outcome: Outcome, on: date, conventions: Conventions = DEFAULTS) -> Remedy:
    """Which way was open against an answer given on `on`."""
    if outcome.remedy is Remedy.NONE:
        return Remedy.NONE
    return _decide(cell_on(outcome.code, on), conventions)


def silence_on(due_on: date, conventions: Conventions = DEFAULTS) -> Remedy:
    """Which way is open where no answer came by `due_on`. Told on screen; there is no letter."""
    return _decide(cell_on(SILENCE, due_on), conventions)


def _decide(cell: Cell, conventions: Conventions) -> Remedy:
    is_so = bool(cell.doubt) and getattr(conventions, cell.doubt)
    return cell.if_so if is_so else cell.remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """Where somebody may go against what one unit decided."""

    kind: OrganKind
    unit_name: str
    review_organs: tuple[str, ...]
    court: str
    online_url: str = ""
    is_sent_online: bool = False  # then the letter must say where to file online: art. 22(2)


def remedy_text(
    outcome: Outcome, forum: Forum, *, on: date, conventions: Conventions = DEFAULTS
) -> str:
    """The sentence for the reply; empty if there is nothing to say.

    Raises RemedyError if it would be wrong or incomplete: no reviewer, an organ that reviews
    itself, no court, or no address to file at although the letter leaves online.
    """
    remedy = remedy_on(outcome, on, conventions)
    if remedy is Remedy.NONE:
        return ""
    review_first, either = _ways(forum, on, conventions)
    return {
        Remedy.REVIEW_FIRST: f"如不服本告知书，{review_first}",
        Remedy.EITHER: f"如不服本告知书，{either}",
        Remedy.SPLIT: f"如不服本告知书中不予公开的部分，{review_first}"
        f"如认为本告知书中已提供的部分不符合申请内容，{either}",
    }[remedy]


def third_party_text(forum: Forum, *, on: date, conventions: Conventions = DEFAULTS) -> str:
    """The sentence for the third party who is told that something is disclosed (art. 32, L20)."""
    _, either = _ways(forum, on, conventions)  # `THIRD_PARTY` in the matrix: at all times
    return f"如认为公开上述政府信息侵犯自身合法权益，{either}"


def record_text(forum: Forum, *, on: date, conventions: Conventions = DEFAULTS) -> str:
    """The sentence for whoever asked to have a record corrected (art. 41, L23)."""
    _, either = _ways(forum, on, conventions)  # `RECORD` in the matrix: at all times
    return f"如不服本告知书，{either}"


# 行政复议法 arts. 20, 23(2), 34; 行政诉讼法 arts. 45, 46.
_REVIEW_FIRST = (
    "应当自收到本告知书之日起60日内先向{organs}申请行政复议{online}；"
    "对行政复议决定仍不服，或者行政复议机关不予受理、驳回申请、逾期未作出决定的，"
    "可以自收到决定书之日或者行政复议期限届满之日起15日内，依法向人民法院提起行政诉讼。"
)
_EITHER = (
    "可以自收到本告知书之日起60日内向{organs}申请行政复议{online}，"
    "也可以自收到本告知书之日起6个月内直接向{court}提起行政诉讼。"
)


def _ways(forum: Forum, on: date, conventions: Conventions) -> tuple[str, str]:
    _check(forum, on, conventions)
    organs = "或者".join(forum.review_organs)
    online = f"（可登录 {forum.online_url} 在线提交）" if forum.online_url else ""
    return (
        _REVIEW_FIRST.format(organs=organs, online=online),
        _EITHER.format(organs=organs, online=online, court=forum.court),
    )


def _check(forum: Forum, on: date, conventions: Conventions) -> None:
    if not forum.review_organs:
        raise RemedyError(ErrorCode.REVIEW_ORGAN_MISSING)
    if forum.unit_name in forum.review_organs:
        raise RemedyError(ErrorCode.REVIEW_ORGAN_IS_ITSELF)
    allowed = len(review_row(forum.kind, on, conventions).reviewers)
    if len(forum.review_organs) > max(1, allowed):
        raise RemedyError(ErrorCode.TOO_MANY_REVIEW_ORGANS)
    if not forum.court:
        raise RemedyError(ErrorCode.COURT_MISSING)
    if forum.is_sent_online and not forum.online_url:
        raise RemedyError(ErrorCode.ONLINE_ADDRESS_MISSING)
