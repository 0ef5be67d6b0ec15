"""Rules that are no longer the law, and still stand in old forms: law.md 7.1.

Found in what the office writes, whatever the spacing, the width of the letters or the kind of
figures. What the applicant said, and the title of a document, is quoted and not meant.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class DeadRuleCode(StrEnum):
    """What the old rule was about."""

    SUIT_IN_THREE_MONTHS = "suit_in_three_months"
    ANSWER_IN_FIFTEEN_DAYS = "answer_in_fifteen_days"
    SILENCE_IS_REFUSAL = "silence_is_refusal"
    SILENCE_IS_CONSENT = "silence_is_consent"
    SPECIAL_NEED = "special_need"
    COSTS = "costs"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadRule:
    """One rule that is gone. `instead`: the article in force, and what it says."""

    code: DeadRuleCode
    pattern: re.Pattern[str]
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A dead rule in a text: the passage as it was written."""

    rule: DeadRule
    passage: str


_THREE_MONTHS = r"(?<![\d一二两三四五六七八九十百])(?:3|三|叁)个月"
_FIFTEEN_DAYS = r"(?<![\d一二三四五六七八九])(?:15|十五|一十五|拾伍|壹拾伍)个?(?:工作)?日"
_COSTS = r"(?:检索|复制|复印|邮寄|寄送|邮递|工本)"
_SUIT = r"(?:人民法院|法院|提起(?:行政)?诉讼|起诉)"
_WITHIN = r"[^。;!?]"  # the marks are those after `_plain`

# Each is matched against text without spaces, in half-width signs. A branch named `alive` is good
# law, and read so that no dead rule is seen inside it.
DEAD_RULES: tuple[DeadRule, ...] = (
    DeadRule(
        code=DeadRuleCode.SUIT_IN_THREE_MONTHS,
        pattern=re.compile(
            rf"{_THREE_MONTHS}(?:之?内|以内)[^。;!?，,]{{0,10}}[，,]?[^。;!?，,]{{0,12}}{_SUIT}"
            rf"|{_SUIT}{_WITHIN}{{0,8}}(?:期限|时效){_WITHIN}{{0,4}}{_THREE_MONTHS}"
        ),
        instead="《中华人民共和国行政诉讼法》第四十六条第一款（六个月）",
    ),
    DeadRule(
        code=DeadRuleCode.ANSWER_IN_FIFTEEN_DAYS,
        pattern=re.compile(
            # Third party and other organs do have 15 working days: they answer to us.
            rf"(?<!收到征求意见书之日起){_FIFTEEN_DAYS}(?:之?内|以内)"
            r"(?:(?!未|没有|逾期|提出|回复|意见|补正|缴纳)[^。;!?，,]){0,12}?"
            r"(?<!未)答复(?!本机关|我)"
            rf"|(?<!延长)答复的?期限(?:为|是)?{_FIFTEEN_DAYS}"
            rf"|延长{_WITHIN}{{0,12}}(?:最长|最多|超过){_WITHIN}{{0,6}}{_FIFTEEN_DAYS}"
        ),
        instead="《中华人民共和国政府信息公开条例》第三十三条第二款（20个工作日）",
    ),
    DeadRule(
        code=DeadRuleCode.SILENCE_IS_REFUSAL,
        pattern=re.compile(
            r"(?<!不)(?<!不得)(?:视为|视作|推定为?|默认为?)(?:其)?(?:不同意|不予同意|拒绝公开)"
        ),
        instead="《中华人民共和国政府信息公开条例》第三十二条（由行政机关依法决定）、第三十四条（视为同意公开）",
    ),
    DeadRule(
        code=DeadRuleCode.SILENCE_IS_CONSENT,
        pattern=re.compile(
            r"第三(?:方|人)[^。;!?]{0,24}(?<!不)(?<!不得)(?<!不能)(?:视为|视作|推定为?|默认为?)(?:其)?同意"
        ),
        instead="《中华人民共和国政府信息公开条例》第三十二条（第三方逾期未提出意见的，由行政机关依法决定）",
    ),
    DeadRule(
        code=DeadRuleCode.SPECIAL_NEED,
        pattern=re.compile(
            r"特殊需要(?!的?(?:儿童|学生|人群|群体|人士|教育|残疾|保护|照顾))"
            r"|(?<!非)三需要|生产、?生活、?(?:和|及)?科研等?(?:自身)?(?:特殊)?需要"
        ),
        instead="《中华人民共和国政府信息公开条例》第二十七条、第二十九条第二款（申请人不必说明用途）",
    ),
    DeadRule(
        code=DeadRuleCode.COSTS,
        pattern=re.compile(
            r"(?P<alive>(?:不收取?|不再收取|免收|免除|免缴|无须缴纳|不必缴纳)[^。;!?，,]*)"
            rf"|{_COSTS}(?:(?:、|和|及|与|或者?){_COSTS}){{0,4}}等?的?(?:成本)?费用?+"
            r"(?!由本机关|的?(?:支出|明细|报销|预算|决算|台账|发票|票据|合同|凭证|清单))"
        ),
        instead="《中华人民共和国政府信息公开条例》第四十二条第一款（不收取费用；仅可依法收取信息处理费）",
    ),
)

_QUOTED = re.compile(r"“([^“”]*)”|‘([^‘’]*)’|\"([^\"]*)\"")
_TITLE = re.compile(r"《[^《》]*》")
_MARKS = re.compile("[“”‘’\"']")  # within a quotation they change, or are left out


def dead_rules_in(text: str, *, said: tuple[str, ...] = ()) -> tuple[Found, ...]:
    """Every passage of `text` that states a rule no longer in force, in its order.

    `said`: the applicant's own words; what stands in quotation marks and comes from them is not
    the office's. Nor is the title of a document.
    """
    own = _without_quotes(text, said)
    plain, places = _plain(own)
    found = [
        (match.start(), Found(rule=rule, passage=_passage(text, places, match)))
        for rule in DEAD_RULES
        for match in rule.pattern.finditer(plain)
        if match.lastgroup != "alive"
    ]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _passage(text: str, places: list[int], match: re.Match[str]) -> str:
    return " ".join(text[places[match.start()] : places[match.end() - 1] + 1].split())


def _plain(text: str) -> tuple[str, list[int]]:
    """Half-width, without anything that has no ink; and where each sign stood."""
    signs: list[str] = []
    places: list[int] = []
    for at, written in enumerate(text):
        for sign in unicodedata.normalize("NFKC", written):
            if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc"}:
                signs.append(sign)
                places.append(at)
    return "".join(signs), places


def _words(text: str) -> str:
    return _MARKS.sub("", _plain(text)[0])


def _without_quotes(text: str, said: tuple[str, ...]) -> str:
    """The text with quotations of `said` and titles of documents struck out, as long as before."""
    sources = [_words(one) for one in said]

    def struck(match: re.Match[str]) -> str:
        inner = _words(next(group for group in match.groups() if group is not None))
        is_said = bool(inner) and any(inner in source for source in sources)
        return "■" * len(match.group()) if is_said else match.group()

    return _TITLE.sub(lambda match: "■" * len(match.group()), _QUOTED.sub(struck, text))
