"""The papers that stay in the house: proof of service, search, secrecy check, legal opinion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from requests_flow.rules.catalogue import REGULATION, Outcome
from requests_flow.rules.numbering import chinese_date

from .frames import CaseFacts, Context, UnitFacts, checked, day, frame
from .own_words import refuse_dead_rules
from .wording import full_stop, lines_of

SECRECY_LAW = "《中华人民共和国保守国家秘密法》"
SIGN = "签名：　　　　　　　　年　　月　　日"


def case_rows(case: CaseFacts) -> list[list[str]]:
    """The application in four lines."""
    return [
        ["办件编号", case.number],
        ["申请人", case.applicant_name],
        ["收到日期", chinese_date(case.received_on)],
        ["申请内容", "；".join(lines_of(case.request_text))],
    ]


def opinion_context(
    *,
    unit: UnitFacts,
    case: CaseFacts,
    outcome: Outcome,
    draft_digest: str,
    conclusion: str,
    text: str,
    reviewer: str,
    number: str | None = None,
    dated_on: date | None = None,
) -> Context:
    """合法性审核意见书 (L28): on exactly one draft, by one named person. Stays in the house."""
    rows = [
        *case_rows(case),
        ["拟作处理", outcome.name],
        ["依据", outcome.basis],
        ["审核对象", f"答复稿（校验码{draft_digest[:16]}）"],
        ["审核意见", conclusion],
    ]
    paper = frame("L28", unit, list(map(full_stop, lines_of(text))), number, dated_on)
    return {**paper, "rows": rows, "signer": f"审核人：{reviewer}"}


def _table(*columns: tuple[str, float]) -> dict[str, Any]:
    """Heads and widths (in hundredths) of a list, fit for JSON."""
    return {"columns": [name for name, _ in columns], "widths": [width for _, width in columns]}


def service_context(
    *, unit: UnitFacts, case: CaseFacts, letters: list[list[str]], fields: Mapping[str, Any]
) -> Context:
    """送达回证 (L25). `letters`: name, number and copies of each letter that was served.

    By analogy to 民事诉讼法 arts. 87-91. What is not known yet is filled in by hand.
    """
    given = checked(
        "L25", fields, {"recipient", "place", "manner"}, {"post_number", "posted_on", "server"}
    )
    posted = day(given["posted_on"]) if given.get("posted_on") else "　　　　年　　月　　日"
    rows = [
        ["办件编号", case.number],
        ["受送达人", given["recipient"]],
        ["送达地点", given["place"]],
        ["送达方式", given["manner"]],
        ["邮件号码", given.get("post_number") or "　"],
        ["交邮日期", posted],
    ]
    note = (
        "注：直接送达的，以受送达人签收之日为送达日期；通过邮政企业邮寄的，以交邮之日为答复日期，"
        "另附邮件详情单。受送达人拒绝接收的，记明拒收事由和日期，由送达人、见证人签名或者盖章。"
    )
    boxes = [
        ["受送达人签收", "（签名或者盖章）", SIGN],
        ["代收人签收", "代收人与受送达人的关系：", SIGN],
        ["拒收事由", "　", "年　　月　　日"],
        ["见证人", "　", SIGN],
        ["送达人", given.get("server") or "　", SIGN],
    ]
    return {
        **frame("L25", unit, [note]),
        **_table(("序号", 9), ("文书名称", 45), ("文号", 34), ("份数", 12)),
        "rows": rows,
        "lines": [[str(at), *line] for at, line in enumerate(letters, 1)],
        "boxes": boxes,
    }


def search_context(
    *, unit: UnitFacts, case: CaseFacts, places: list[list[str]], fields: Mapping[str, Any]
) -> Context:
    """检索情况记录 (L26), the ground of art. 36(4).

    `places`: where (system, archive, section), how (key words, period), when, who was asked, what
    came of it.
    """
    refuse_dead_rules("L26", [places, *fields.values()], said=[case.request_text])
    given = checked("L26", fields, {"understood", "conclusion", "operator"}, {"checked_by"})
    rows = [*case_rows(case), ["检索内容", given["understood"]]]
    basis = (
        f"依据：{REGULATION}第三十六条第（四）项。检索应当穷尽保存该政府信息的可能范围，"
        "本记录随案归档，作为认定政府信息不存在或者予以提供的依据。"
    )
    return {
        **frame("L26", unit, [basis]),
        **_table(
            ("序号", 8), ("检索范围", 24), ("检索方式和关键词", 23), ("检索日期", 15),
            ("询问人员", 13), ("结果", 17),
        ),
        "rows": rows,
        "lines": [[str(at), *line] for at, line in enumerate(places, 1)],
        "boxes": [
            ["检索结论", given["conclusion"], "　"],
            ["检索人", given["operator"], SIGN],
            ["复核人", given.get("checked_by") or "　", SIGN],
        ],
    }  # fmt: skip


def secrecy_context(
    *, unit: UnitFacts, case: CaseFacts, items: list[list[str]], fields: Mapping[str, Any]
) -> Context:
    """保密审查表 (L27), item by item, before anything is handed out (art. 17(2)).

    `items`: name, source, classification mark, conclusion (可以公开, 删除后公开, 不得公开, 报有关部门
    确定) and its reason.
    """
    given = checked("L27", fields, {"handler", "manner"}, {"checker", "head", "leader"})
    refuse_dead_rules("L27", [items, *given.values()], said=[case.request_text])
    basis = (
        f"依据：{REGULATION}第十七条第二款、第三款，{SECRECY_LAW}第三十五条。先审查、后公开，"
        "一事一审、逐项审查；不能确定是否可以公开的，报有关主管部门或者保密行政管理部门确定。"
    )
    signers = (
        ("承办人意见", "handler"),
        ("科室负责人意见", "head"),
        ("保密审查员意见", "checker"),
        ("分管领导意见", "leader"),
    )
    return {
        **frame("L27", unit, [basis]),
        **_table(
            ("序号", 8), ("信息名称", 26), ("来源", 14), ("密级标识", 13), ("审查结论", 15),
            ("理由", 24),
        ),
        # Who asked plays no part in what is secret.
        "rows": [
            ["办件编号", case.number],
            ["申请内容", "；".join(lines_of(case.request_text))],
            ["拟提供方式", given["manner"]],
        ],
        "lines": [[str(at), *line] for at, line in enumerate(items, 1)],
        "boxes": [[label, given.get(name) or "　", SIGN] for label, name in signers],
    }  # fmt: skip
