"""Who asks in the demo. Names are invented; identity and telephone numbers cannot exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from requests_flow.rules.applicants import ApplicantKind

from .places import ESTATES, FIRMS, ROADS

_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    "建国",
    "雅琴",
    "志强",
    "丽萍",
    "海波",
    "秀英",
    "晓东",
    "文君",
    "佳宁",
    "永康",
    "梦瑶",
    "国栋",
    "思远",
    "慧敏",
    "浩然",
    "春燕",
    "立新",
    "若彤",
    "明辉",
    "玉兰",
    "子涵",
    "光明",
    "小芳",
    "鹏程",
    "婉清",
    "宏伟",
    "静怡",
    "铁军",
    "诗雨",
    "根法",
    "阿娣",
    "祖荣",
    "素珍",
    "亚飞",
    "伟",
    "敏",
    "杰",
)
# Characters that a printer often lacks; a letter that cannot print them must not leave.
RARE_NAMES = ("郑喆", "王䶮", "俞堃", "章㐂福", "陈赟", "李昇", "周頔", "邬翀", "沈祎旻", "吕犇")
_ORGANISATIONS = {
    ApplicantKind.COMPANY: FIRMS,
    ApplicantKind.RESEARCH: (
        "宁波东海城乡发展研究所",
        "浙江望江公共政策研究院",
        "甬江流域水文研究所",
    ),
    ApplicantKind.WELFARE: (
        "宁波市绿荫环保志愿服务中心",
        "海曙区助残爱心公益社",
        "宁波市银龄互助会",
    ),
    ApplicantKind.LAW_SERVICE: (
        "浙江衡舟律师事务所",
        "浙江观澜律师事务所",
        "宁波明镜法律咨询服务所",
    ),
    ApplicantKind.OTHER: (
        "柳岸新村业主委员会",
        "望湖家园业主委员会",
        "上荷村股份经济合作社",
        "云石村股份经济合作社",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoApplicant:
    """As the clerk types it from the form (art. 29)."""

    name: str
    kind: str
    identity_kind: str
    identity_number: str
    phone: str
    email: str
    address: str
    postcode: str = "315000"
    agent: str = ""


def person(rng: Random) -> str:
    """A name, one in nine with a rare character."""
    if rng.random() < 1 / 9:
        return rng.choice(RARE_NAMES)
    return rng.choice(_FAMILY) + rng.choice(_GIVEN)


def invent(rng: Random, kinds: Sequence[str]) -> DemoApplicant:
    """Somebody of one of `kinds`, the first of them most often."""
    kind = ApplicantKind(kinds[0] if rng.random() < 0.6 else rng.choice(list(kinds)))
    if kind is ApplicantKind.NATURAL_PERSON:
        name, agent = person(rng), ""
        proof, number = "居民身份证", _identity(rng)
    else:
        name, agent = rng.choice(_ORGANISATIONS[kind]), person(rng)
        # 00 stands for no registry and no district.
        proof, number = "统一社会信用代码", f"00330203DEMO{rng.randrange(10**6):06d}"
    return DemoApplicant(
        name=name,
        kind=kind.value,
        identity_kind=proof,
        identity_number=number,
        phone=f"1000000{rng.randrange(10_000):04d}",  # no mobile number begins with 100
        email=f"demo{rng.randrange(10_000):04d}@example.com" if rng.random() < 0.5 else "",
        address=f"宁波市海曙区{rng.choice(ROADS)}{rng.randrange(1, 900)}号"
        + (f"（{rng.choice(ESTATES)}）" if rng.random() < 0.4 else ""),
        agent=agent if rng.random() < 0.5 else "",
    )


def _identity(rng: Random) -> str:
    """Eighteen places whose sequence 000 is given to nobody."""
    born = f"{rng.randrange(1948, 2004)}{rng.randrange(1, 13):02d}{rng.randrange(1, 28):02d}"
    return f"330203{born}000X"
