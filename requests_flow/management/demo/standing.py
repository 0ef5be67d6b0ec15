"""Where the open cases of the demo stand today: one line each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """An open case of the demo: received so many working days ago, waiting at `until`."""

    days_ago: int
    until: str
    outcome: str = ""
    unit: str = ""
    correction: str = ""
    consulted: str = ""
    is_returned: bool = False
    is_amended: bool = False  # 修改后同意, and taken over unless it waits for that
    is_extended: bool = False
    name: str = ""  # of the applicant, where it matters


OPEN = (
    Standing(9, "review_in_law", "A2", "hsfgj", name="王䶮"),
    Standing(5, "handle", "D1a", "hsfgj", name="章㐂福"),
    Standing(13, "sign", "C6", "hsfgj"),
    Standing(24, "await_correction", "F1", correction="waiting"),  # its period is over
    Standing(14, "handle", "B", consulted="pending"),
    Standing(11, "handle", "A2", "hsfgj", is_extended=True),  # due when 2027 is not announced yet
    Standing(24, "compose", "D1a"),  # overdue
    Standing(14, "compose", "C6", "hsfgj", is_returned=True),
    Standing(17, "deliver", "A2", "hsfgj"),
    Standing(1, "review", "A1", "hsfgj"),
    Standing(19, "handle", "A2"),  # due tomorrow
    Standing(1, "review", "E1"),
    Standing(2, "assign", "A2"),
    Standing(2, "review", "C5", "hsfgj"),
    Standing(6, "await_correction", "F1", "hsfgj", correction="waiting"),
    Standing(8, "await_correction", "A2", correction="waiting"),
    Standing(8, "compose", "A2", "hsfgj"),
    Standing(10, "check_secrecy", "A2", "hsfgj"),
    Standing(12, "check_secrecy", "B"),
    Standing(12, "take_over", "D1a", is_amended=True),
    Standing(16, "review_in_law", "C7"),
    Standing(15, "review_in_law", "C5", is_returned=True),
    Standing(18, "review_in_law", "D2", "hsfgj"),
    Standing(15, "sign", "A1", is_amended=True),
    Standing(17, "sign", "E1"),
    Standing(16, "issue", "D1b", "hsfgj"),
    Standing(18, "issue", "A2"),
    Standing(19, "deliver", "C8"),
    Standing(20, "handle", "C5", "hsfgj"),  # due today
    Standing(27, "review_in_law", "A2"),  # overdue
    Standing(18, "handle", "C4", consulted="pending"),
    Standing(31, "compose", "A2", is_extended=True),
    Standing(20, "file_away", "A1", "hsfgj"),
    Standing(18, "file_away", "D1a"),
    Standing(22, "file_away", "A2"),
    Standing(4, "handle", "D1b"),
    Standing(3, "handle", "A2", "haishu"),
    Standing(7, "handle", "B", "ximen"),
    Standing(10, "compose", "D1a", "jishigang"),
    Standing(12, "handle", "A2", correction="received"),
)
