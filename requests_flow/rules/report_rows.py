"""The rows and columns of the yearly report's tables, as dated data: law.md 3.3, 3.4.

国办公开办函〔2021〕30号, from the report on 2021; before it the trial format of
国办公开办函〔2019〕60号, in which （六） was one row.
"""

from dataclasses import dataclass

from .applicants import ApplicantKind

TOTAL = "total"
NEW, CARRIED_IN, RESULTS, CARRIED_OUT = "一", "二", "三（七）", "四"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One row of section three. `path`: its words, from the outermost heading to its own.

    `outcomes`: what is counted in it; empty for the rows that are sums or are counted otherwise.
    """

    key: str
    path: tuple[str, ...]
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """The form of section three, from the report on `first_year` on."""

    name: str
    first_year: int
    rows: tuple[ReportRow, ...]

    @property
    def results(self) -> tuple[str, ...]:
        """The rows that （七） adds up."""
        return tuple(row.key for row in self.rows if row.outcomes)


HEADING = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"

# Column -> its words, from the outermost heading to its own.
COLUMNS: dict[str, tuple[str, ...]] = {
    ApplicantKind.NATURAL_PERSON.value: ("自然人",),
    ApplicantKind.COMPANY.value: ("法人或其他组织", "商业企业"),
    ApplicantKind.RESEARCH.value: ("法人或其他组织", "科研机构"),
    ApplicantKind.WELFARE.value: ("法人或其他组织", "社会公益组织"),
    ApplicantKind.LAW_SERVICE.value: ("法人或其他组织", "法律服务机构"),
    ApplicantKind.OTHER.value: ("法人或其他组织", "其他"),
    TOTAL: ("总计",),
}

# Section four: one row of numbers, three blocks of five.
DISPUTES: dict[str, tuple[str, ...]] = {
    "review": ("行政复议",),
    "direct_suit": ("行政诉讼", "未经复议直接起诉"),
    "suit_after_review": ("行政诉讼", "复议后起诉"),
}
DISPUTE_RESULTS: dict[str, str] = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "otherwise": "其他结果",
    "pending": "尚未审结",
    TOTAL: "总计",
}

_THREE = "三、本年度办理结果"
_GROUPS = {
    "三（三）": (
        "（三）不予公开",
        (
            ("1.属于国家秘密", ("C1",)),
            ("2.其他法律行政法规禁止公开", ("C2",)),
            ("3.危及“三安全一稳定”", ("C3",)),
            ("4.保护第三方合法权益", ("C4",)),
            ("5.属于三类内部事务信息", ("C5",)),
            ("6.属于四类过程性信息", ("C6",)),
            ("7.属于行政执法案卷", ("C7",)),
            ("8.属于行政查询事项", ("C8",)),
        ),
    ),
    "三（四）": (
        "（四）无法提供",
        (
            ("1.本机关不掌握相关政府信息", ("D1a", "D1b")),
            ("2.没有现成信息需要另行制作", ("D2",)),
            ("3.补正后申请内容仍不明确", ("D3",)),
        ),
    ),
    "三（五）": (
        "（五）不予处理",
        (
            ("1.信访举报投诉类申请", ("E1",)),
            ("2.重复申请", ("E2",)),
            ("3.要求提供公开出版物", ("E3",)),
            ("4.无正当理由大量反复申请", ("E4",)),
            ("5.要求行政机关确认或重新出具已获取信息", ("E5",)),
        ),
    ),
}
_OTHERWISE = (
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", ("F1",)),
    ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", ("F2",)),
    ("3.其他", ("F3",)),
)


def _group(
    key: str, heading: str, leaves: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(key=f"{key}{n}", path=(_THREE, heading, words), outcomes=outcomes)
        for n, (words, outcomes) in enumerate(leaves, start=1)
    )


_FIRST = (
    ReportRow(key=NEW, path=("一、本年新收政府信息公开申请数量",)),
    ReportRow(key=CARRIED_IN, path=("二、上年结转政府信息公开申请数量",)),
    ReportRow(key="三（一）", path=(_THREE, "（一）予以公开"), outcomes=("A1", "A2", "A3")),
    ReportRow(
        key="三（二）",
        path=(_THREE, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        outcomes=("B",),
    ),
    *(row for key, (heading, leaves) in _GROUPS.items() for row in _group(key, heading, leaves)),
)
_LAST = (
    ReportRow(key=RESULTS, path=(_THREE, "（七）总计")),
    ReportRow(key=CARRIED_OUT, path=("四、结转下年度继续办理",)),
)

# The newest first. A change of the format is a row above the one that it ends.
FORMATS: tuple[ReportFormat, ...] = (
    ReportFormat(
        name="国办公开办函〔2021〕30号",
        first_year=2021,
        rows=(*_FIRST, *_group("三（六）", "（六）其他处理", _OTHERWISE), *_LAST),
    ),
    ReportFormat(
        name="国办公开办函〔2019〕60号",
        first_year=2019,
        rows=(
            *_FIRST,
            ReportRow(key="三（六）", path=(_THREE, "（六）其他处理"), outcomes=("F1", "F2", "F3")),
            *_LAST,
        ),
    ),
)
