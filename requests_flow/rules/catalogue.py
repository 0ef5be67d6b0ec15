"""Every way the law lets a case end.

One row each, used five times: the choice on screen, the basis and remedy in the letter, the
facts that must be on file, the row of the yearly report, the archive's retention.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .errors import ErrorCode, RuleError
from .facts import Fact

__all__ = ["OUTCOMES", "CatalogueError", "Fact", "Group", "Outcome", "Remedy", "needs", "outcome"]

REGULATION = "《中华人民共和国政府信息公开条例》"
FEE_RULES = "《政府信息公开信息处理费管理办法》"


class CatalogueError(RuleError):
    """No such way to end a case."""


class Remedy(StrEnum):
    """Which way the applicant may go. When it applies: `remedies.remedy_on`."""

    REVIEW_FIRST = "review_first"  # T1: 行政复议法 art. 23(1)(4)
    EITHER = "either"  # T2
    SPLIT = "split"  # T3: T1 for what is withheld, T2 for what is provided
    NONE = "none"


class Group(StrEnum):
    """The six kinds of result in the yearly report."""

    DISCLOSED = "A"
    IN_PART = "B"
    REFUSED = "C"
    UNAVAILABLE = "D"
    NOT_HANDLED = "E"
    OTHER = "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way to end a case.

    `provides`: something is handed out, so secrecy is checked first (保守国家秘密法 art. 35).
    `withholds`: something is kept back under arts. 14-16, so art. 18 has it looked at again.
    """

    code: str
    name: str
    basis: str
    letter: str
    report_row: str
    needs: frozenset[Fact]
    remedy: Remedy = Remedy.EITHER
    provides: bool = False
    withholds: bool = False
    is_closing_note: bool = False

    @property
    def group(self) -> Group:
        return Group(self.code[0])


def outcome(code: str) -> Outcome:
    """Raises CatalogueError if the law knows no such way."""
    try:
        return OUTCOMES[code]
    except KeyError:
        raise CatalogueError(ErrorCode.UNKNOWN_OUTCOME) from None


def needs(outcomes: Iterable[Outcome]) -> frozenset[Fact]:
    """The facts several outcomes need together: B, say, and the ground of what is withheld."""
    return frozenset().union(*(one.needs for one in outcomes))


def _disclosed(code: str, name: str, articles: str, *facts: Fact, provides: bool = True) -> Outcome:
    return Outcome(
        code=code,
        name=name,
        basis=REGULATION + articles,
        letter="L10",
        report_row="三（一）",
        provides=provides,
        needs=frozenset(facts),
    )


def _refused(number: int, name: str, articles: str, *facts: Fact) -> Outcome:
    """Arts. 14-16 with art. 36(3). Art. 36 has one paragraph; its items are （一） to （七）."""
    return Outcome(
        code=f"C{number}",
        name=name,
        basis=f"{REGULATION}{articles}、第三十六条第（三）项",
        letter="L12",
        report_row=f"三（三）{number}",
        remedy=Remedy.REVIEW_FIRST,
        withholds=True,
        needs=frozenset(facts),
    )


def _unavailable(code: str, name: str, articles: str, letter: str, row: int, fact: Fact) -> Outcome:
    return Outcome(
        code=code,
        name=name,
        basis=REGULATION + articles,
        letter=letter,
        report_row=f"三（四）{row}",
        needs=frozenset({fact}),
    )


def _not_handled(number: int, name: str, articles: str, letter: str, fact: Fact) -> Outcome:
    return Outcome(
        code=f"E{number}",
        name=name,
        basis=REGULATION + articles,
        letter=letter,
        report_row=f"三（五）{number}",
        needs=frozenset({fact}),
    )


def _closed(number: int, name: str, basis: str, fact: Fact) -> Outcome:
    """The statute orders no letter; if one is sent, it names the remedy."""
    return Outcome(
        code=f"F{number}",
        name=name,
        basis=basis,
        letter="L21",
        report_row=f"三（六）{number}",
        is_closing_note=True,
        needs=frozenset({fact}),
    )


_HANDED_OUT = (Fact.DOCUMENTS_LISTED, Fact.SECRECY_CHECKED, Fact.FORM_OF_PROVISION)
_MAY_WITHHOLD = Fact.NO_RULE_ORDERS_DISCLOSURE  # art. 16(2), last sentence

_ROWS = (
    _disclosed(
        "A1",
        "已主动公开，告知获取方式和途径",
        "第三十六条第（一）项",
        Fact.PUBLISHED_AT,
        provides=False,
    ),
    _disclosed("A2", "予以公开", "第三十六条第（二）项、第四十条", *_HANDED_OUT),
    _disclosed(
        "A3",
        "涉及第三方，因公共利益予以公开",
        "第十五条、第三十二条、第三十六条第（二）项",
        *_HANDED_OUT,
        Fact.THIRD_PARTY_ASKED,
        Fact.PUBLIC_INTEREST_REASON,
        Fact.THIRD_PARTY_TOLD,
    ),
    Outcome(
        code="B",
        name="部分公开",
        # The ground of what is withheld is printed from the row of that ground.
        basis=REGULATION + "第三十六条第（二）项、第（三）项、第三十七条",
        letter="L11",
        report_row="三（二）",
        remedy=Remedy.SPLIT,
        provides=True,
        withholds=True,
        needs=frozenset({*_HANDED_OUT, Fact.REDACTIONS_LISTED}),
    ),
    _refused(1, "属于国家秘密", "第十四条", Fact.CLASSIFICATION_BASIS),
    _refused(2, "其他法律、行政法规禁止公开", "第十四条", Fact.FORBIDDING_LAW),
    _refused(3, "危及“三安全一稳定”", "第十四条", Fact.RISK_ASSESSED),
    _refused(
        4,
        "保护第三方合法权益",
        "第十五条、第三十二条",
        Fact.THIRD_PARTY_ASKED,
        Fact.OWN_ASSESSMENT,
    ),
    _refused(5, "属于三类内部事务信息", "第十六条第一款", Fact.INTERNAL_REASON, _MAY_WITHHOLD),
    _refused(6, "属于四类过程性信息", "第十六条第二款", Fact.DECISION_STAGE, _MAY_WITHHOLD),
    _refused(7, "属于行政执法案卷", "第十六条第二款", Fact.ENFORCEMENT_FILE, _MAY_WITHHOLD),
    Outcome(
        code="C8",
        name="属于行政查询事项，依照特别规定办理",
        basis=REGULATION + "第三十六条第（七）项",
        letter="L13",
        report_row="三（三）8",
        needs=frozenset({Fact.SPECIAL_RULE}),
    ),
    _unavailable(
        "D1a",
        "经检索，政府信息不存在",
        "第三十六条第（四）项",
        "L14",
        1,
        Fact.SEARCH_RECORDED,
    ),
    _unavailable(
        "D1b",
        "不属于本机关负责公开",
        "第十条、第三十六条第（五）项",
        "L15",
        1,
        Fact.RIGHT_ORGAN,
    ),
    _unavailable("D2", "没有现成信息，需要加工、分析", "第三十八条", "L16", 2, Fact.WHAT_EXISTS),
    _unavailable(
        "D3",
        "补正后申请内容仍不明确",
        "第二十九条第二款第（二）项、第三十条",
        "L16",
        3,
        Fact.CORRECTION_EXCHANGED,
    ),
    _not_handled(1, "信访、投诉、举报类申请", "第三十九条第一款", "L17", Fact.CONTENT_ANALYSED),
    _not_handled(2, "重复申请", "第三十六条第（六）项", "L18", Fact.EARLIER_REPLY),
    _not_handled(3, "要求提供公开出版物", "第三十九条第二款", "L19", Fact.WHERE_PUBLISHED),
    _not_handled(4, "无正当理由大量反复申请", "第三十五条", "L19", Fact.STATISTICS_AND_REASONS),
    # No article says it in these words; art. 36(6) is the nearest. docs/doubts.md.
    _not_handled(
        5,
        "要求确认或者重新出具已获取的信息",
        "第三十六条第（六）项",
        "L19",
        Fact.GIVEN_BEFORE,
    ),
    _closed(
        1,
        "无正当理由逾期不补正，不再处理",
        REGULATION + "第三十条",
        Fact.CORRECTION_NOTICE_SERVED,
    ),
    _closed(
        2,
        "逾期不缴纳信息处理费，不再处理",
        f"{REGULATION}第四十二条第一款、{FEE_RULES}第六条",
        Fact.FEE_NOTICE_SERVED,
    ),
    _closed(3, "其他处理", REGULATION + "第二条", Fact.CLOSING_GROUND),
)

OUTCOMES: dict[str, Outcome] = {row.code: row for row in _ROWS}
