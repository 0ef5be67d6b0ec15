"""What a demo case is about: who is asked for what, and how it ends.

Texts hold places for `{road}`, `{village}`, `{estate}`, `{project}`, `{firm}`, `{school}`, `{year}`,
`{number}` and `{neighbour}`; each case fills them anew, so that no two read the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from requests_flow.rules.catalogue import OUTCOMES, Fact

from . import applicants, places

PERSON = ("natural_person",)
ANYBODY = ("natural_person", "company", "law_service", "other", "research", "welfare")
OWNERS = ("natural_person", "natural_person", "other", "law_service")
FIRMS = ("company", "company", "law_service", "natural_person")
SCHOLARS = ("research", "natural_person", "welfare")

# The words in which each needed fact is put on file, from the words of the scenario.
_FACTS = {
    Fact.PUBLISHED_AT: "已核对公开位置可以打开：{where}",
    Fact.DOCUMENTS_LISTED: "拟提供：{documents}。",
    Fact.FORM_OF_PROVISION: "申请人要求{form}，本机关能够按该形式提供。",
    Fact.REDACTIONS_LISTED: "拟遮盖：{withheld}。理由：{reason}",
    Fact.CLASSIFICATION_BASIS: "定密依据、密级和保密期限已核对，记录存保密室。",
    Fact.FORBIDDING_LAW: "{rule}对该信息作出了禁止公开的规定。",
    Fact.RISK_ASSESSED: "风险评估：{reason}",
    Fact.OWN_ASSESSMENT: "经审查：{reason}",
    Fact.INTERNAL_REASON: "{reason}",
    Fact.NO_RULE_ORDERS_DISCLOSURE: "经检索，无法律、法规、规章规定该信息应当公开。",
    Fact.DECISION_STAGE: "{reason}",
    Fact.ENFORCEMENT_FILE: "{reason}",
    Fact.SPECIAL_RULE: "{rule}对查询作了特别规定。办理处：{where}",
    Fact.RIGHT_ORGAN: "经审查，该信息由{organ}制作或者保存，联系方式：{contact}。",
    Fact.WHAT_EXISTS: "{reason}",
    Fact.CONTENT_ANALYSED: "{reason}",
    Fact.EARLIER_REPLY: "此前答复：{earlier}",
    Fact.WHERE_PUBLISHED: "{where}",
    Fact.PUBLIC_INTEREST_REASON: "{interest}",
    Fact.THIRD_PARTY_TOLD: "已书面告知第三方拟公开的内容和理由。",
    Fact.STATISTICS_AND_REASONS: "{reason}",
    Fact.GIVEN_BEFORE: "{before}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One story. `words` are the parts that a letter and the facts are written from."""

    outcome: str
    units: tuple[str, ...]
    subject: str
    request: str
    keywords: str
    kinds: tuple[str, ...] = ANYBODY
    documents: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    # Empty, or what must be made clear, and what the applicant then wrote (art. 30).
    unclear: str = ""
    cleared: str = ""
    # Empty, or whom to ask, and what they say (art. 32).
    third_party: str = ""
    third_party_says: str = ""
    result: str = ""

    def filled(self, rng: Random, *, year: int) -> "Scenario":
        """The same story with roads, names and years of its own."""
        blanks = {
            "road": rng.choice(places.ROADS),
            "village": rng.choice(places.VILLAGES),
            "estate": rng.choice(places.ESTATES),
            "project": rng.choice(places.PROJECTS),
            "firm": rng.choice(places.FIRMS),
            "school": rng.choice(places.SCHOOLS),
            "neighbour": applicants.person(rng),
            "year": year,
            "before": year - 1,
            "number": rng.randrange(2, 98),
            "subject": "{subject}",  # of the case that is asked again, filled in with it
            "request": "{request}",
        }
        texts = (
            "subject",
            "request",
            "keywords",
            "unclear",
            "cleared",
            "third_party",
            "third_party_says",
            "result",
        )
        changes: dict[str, object] = {name: getattr(self, name).format(**blanks) for name in texts}
        changes["documents"] = tuple(name.format(**blanks) for name in self.documents)
        changes["words"] = {key: text.format(**blanks) for key, text in self.words.items()}
        return replace(self, **changes)

    @property
    def ground(self) -> str:
        """Why a part is kept back, where it is a part only (art. 37)."""
        return self.words.get("ground", "")

    def facts(self, **more: str) -> dict[Fact, str]:
        """What the file must say before this outcome may be chosen: only what is typed."""
        words = {**self.words, "documents": "、".join(self.documents), **more}
        needs = OUTCOMES[self.outcome].needs
        if self.ground:
            needs |= OUTCOMES[self.ground].needs
        needed = sorted(needs & _FACTS.keys())
        return {fact: _FACTS[fact].format(**words) for fact in needed}
