"""The office wording of the demo's first organ: a few phrases, one of them in two versions."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from requests_flow.actions import phrasing
from requests_flow.actions.act import Act
from requests_flow.actions.phrase_checks import Words

from .founding import Staff

UNIT, HEAD = "hsfgj", "zhangzhe"

# Outcome, field, name, words. The first says what the demo's own replies say (letter_fields.py).
PHRASES = (
    (
        "D1a",
        "search_scope",
        "通常的检索范围",
        "本机关协同办公系统、档案室纸质目录和业务科室台账",
    ),
    ("A2", "manner", "邮寄纸质件", "纸质复印件，以挂号信或者特快专递邮寄至您填写的地址"),
    ("A2", "manner", "发送电子文件", "电子文件，发送至您填写的电子邮箱"),
    (
        "A1",
        "where_published",
        "门户网站专栏",
        "海曙区人民政府门户网站“政府信息公开”专栏【网页地址】",
    ),
    (
        "B",
        "reason",
        "遮盖个人信息",
        "不公开的部分能够识别特定自然人，公开会损害其合法权益；权利人不同意公开且理由合理，"
        "不公开不会对公共利益造成重大影响。",
    ),
    (
        "C5",
        "reason",
        "内部事务",
        "该信息仅用于本机关【哪一方面】的内部管理，对外不产生影响；"
        "没有法律、法规、规章规定该信息应当公开。",
    ),
    (
        "C6",
        "reason",
        "讨论尚未结束",
        "该信息是本机关在【事项】过程中形成的讨论记录，所涉事项尚未作出最终决定，现在公开会妨碍"
        "参加人员充分发表意见；没有法律、法规、规章规定该信息应当公开。",
    ),
    (
        "D1b",
        "reason",
        "由其他机关制作",
        "该信息由【机关】在履行【职能】过程中制作，本机关没有制作，也没有保存。",
    ),
    (
        "D2",
        "reason",
        "需要汇总加工",
        "本机关没有制作过您所申请的【内容】，需要从各份材料中逐份摘录、分类并计算。",
    ),
    ("E1", "proper_channel", "信访渠道", "【受理机构】，或者拨打12345政务服务热线"),
)
RENEWED = "本机关协同办公系统、档案室纸质目录、已移交档案的目录和业务科室台账"


def keep_wording(staff: Staff, *, since: date, renewed_on: date) -> None:
    """The head of the office writes it all down on one day; one phrase is another from `renewed_on`."""
    at = datetime.combine(since, time(9, 30), timezone.get_current_timezone())
    act, unit = Act(by=staff.users[HEAD], at=at), staff.units[UNIT]
    rows = [
        phrasing.add_phrase(
            act,
            unit=unit,
            outcome_code=code,
            field=field,
            words=Words(title=title, text=text, valid_from=since),
        )
        for code, field, title, text in PHRASES
    ]
    renewed = Words(title=rows[0].title, text=RENEWED, valid_from=renewed_on)
    phrasing.add_version(act, phrase=rows[0].phrase, words=renewed, seen=1)
