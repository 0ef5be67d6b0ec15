"""What the demo office does besides its cases: somebody is away, signs for another, is let in, is urgent.

Lived in the same queue as the cases, so that the file follows the days, and through the same actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from legal_review.actions.granting import Admission, grant_review
from legal_review.actions.hurrying import mark_urgent
from requests_flow.actions.absences import Away, enter_absence
from requests_flow.actions.act import Act
from requests_flow.actions.authors import is_kept_out
from requests_flow.actions.claiming import claim
from requests_flow.actions.delegating import Given, delegate
from requests_flow.models import Case, SigningDelegation
from requests_flow.models.review_waiting import checks
from requests_flow.rules.working_days import WorkingCalendar
from requests_flow.units.duties import Duty
from requests_flow.units.models import Unit, User

from .diary import BEIJING
from .founding import Staff
from .units import JUSTICE

UNIT = "hsfgj"
SIGNATORY, DEPUTY, ADVISER, LAWYER = "zhouweiguo", "zhangzhe", "linxiao", "fumingyuan"
AWAY, STANDS_IN = "heyan", "songzhiyuan"
POSTS, POSTS_TOO = "fangmei", "chenmin"
FIRM = "浙江（示例）律师事务所"


class Affairs:
    """Five small stories of the last days before today."""

    def __init__(self, staff: Staff, *, latest: date, days: WorkingCalendar) -> None:
        self.staff, self.latest = staff, latest
        self.began = latest
        while days.count(self.began, latest) < 5:
            self.began -= timedelta(days=1)
        self.at = datetime.combine(self.began, time(8, 31), BEIJING)

    def moments(self) -> Iterator[datetime]:
        """Each is done when the next is asked for."""
        for day, hour, do in self._scenes():
            self.at = datetime.combine(day, hour, BEIJING)
            yield self.at
            do()

    def _scenes(self) -> Iterator[tuple[date, time, Callable[[], object]]]:
        yield self.began, time(8, 31), self.let_sign
        yield self.latest, time(17, 31), self.hurry
        yield self.latest, time(17, 36), self.let_in
        yield self.latest, time(17, 41), self.take_one_and_leave
        yield self.latest, time(17, 46), self.be_away_next_week

    def _act(self, username: str) -> Act:
        return Act(by=self.staff.users[username], at=self.at)

    def let_sign(self) -> None:
        """受托签发: some outcomes, for three weeks."""
        given = Given(
            deputy=self.staff.users[DEPUTY],
            valid_from=self.began,
            valid_until=self.latest + timedelta(days=14),
            reason="赴省委党校学习，期间委托办公室负责人签发。",
            outcomes=("A1", "A2", "D1a", "E1"),
        )
        delegate(self._act(SIGNATORY), unit=self.staff.units[UNIT], given=given)

    def hurry(self) -> None:
        """A check that waits is needed the same day."""
        for case in self._waiting(self.staff.units[JUSTICE])[-1:]:
            draft = case.latest_draft
            mark_urgent(
                Act(by=draft.author, at=self.at),
                draft=draft,
                reason="申请人已申请行政复议，复议机关要求次日上午提交答复情况。",
            )

    def let_in(self) -> None:
        """A law firm may review one case."""
        for case in self._waiting(self.staff.units[UNIT])[:1]:
            admission = Admission(
                reviewer=self.staff.users[LAWYER],
                firm=FIRM,
                valid_until=self.latest + timedelta(days=14),
            )
            grant_review(self._act(ADVISER), case=case, admission=admission)

    def take_one_and_leave(self) -> None:
        """An adviser has a case in hand and is away from tomorrow; a colleague stands in."""
        act = self._act(AWAY)
        for case in self._waiting(self.staff.units[JUSTICE])[:1]:
            if not is_kept_out(act.by, duty=Duty.REVIEW_IN_LAW.value, case=case, on=act.on):
                task = checks().get(process=case.process_id)
                claim(act, case=case, task=task)
        self._be_away(act, act.by, STANDS_IN, first=1, last=4, note="参加行政应诉培训")

    def be_away_next_week(self) -> None:
        """Entered by whoever assigns the cases there."""
        user = self.staff.users[POSTS]
        self._be_away(self._act(DEPUTY), user, POSTS_TOO, first=7, last=9, note="年休假")

    def _be_away(
        self, act: Act, user: User, substitute: str, *, first: int, last: int, note: str
    ) -> None:
        away = Away(
            user=user,
            from_on=self.latest + timedelta(days=first),
            until_on=self.latest + timedelta(days=last),
            substitute=self.staff.users[substitute],
            note=note,
        )
        enter_absence(act, away=away)

    def _waiting(self, legal_unit: Unit) -> list[Case]:
        free = checks().filter(owner=None, process__case__legal_unit=legal_unit)
        keys = free.values_list("process__case", flat=True)
        return [Case.objects.get(pk=key) for key in keys]


def deputy_for(unit: Unit, case: Case, *, on: date) -> User | None:
    """Who signs this one for the signatory; nobody who may not."""
    standing = SigningDelegation.objects.filter(ended_at=None, unit=unit, valid_from__lte=on)
    word = standing.filter(valid_until__gte=on).select_related("deputy").first()
    if word is None or case.outcome_code not in word.outcomes:
        return None
    is_out = is_kept_out(word.deputy, duty=Duty.SIGN.value, case=case, on=on)
    return None if is_out else word.deputy
