"""The units of the demo: all that the notice of 2021 names, and some towns and streets.

海曙区2021年政务公开工作要点 names the departments; addresses, telephone numbers and the prefixes
of numbers are invented here. Replace them before anybody relies on them.
"""

from dataclasses import dataclass

DISTRICT = "haishu"
OFFICE = "hszfb"
JUSTICE = "hssfj"
PARTY = "party"  # a party organ answers no applications (art. 2) and becomes no unit
_NAME = "宁波市海曙区"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUnit:
    """A unit as the demo founds it. `sections` are the names of its parts, by code."""

    code: str
    name: str
    short_name: str
    kind: str
    prefix: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    reconsideration_organ: str = ""
    has_own_advisers: bool = False
    is_named_in_notice: bool = True
    is_example: bool = False
    line: int = 0

    @property
    def answers(self) -> bool:
        """Whether applications may be addressed to it (art. 27)."""
        return self.kind != PARTY

    @property
    def address(self) -> str:
        return f"{_NAME}示例路{self.line}号"

    @property
    def phone(self) -> str:
        return f"0574-0000 {self.line:04d}"


def _department(code: str, short: str, prefix: str, *sections: str, **more: object) -> dict:
    """Most departments are called 宁波市海曙区 and then their own name."""
    own = short.removeprefix("区")
    facts = {
        "code": code,
        "name": _NAME + own,
        "short_name": short,
        "kind": "department",
        "prefix": prefix,
        "sections": tuple((f"{code}-{n}", name) for n, name in enumerate(sections, 1)),
    }
    return facts | more


_GOVERNMENT = {
    "code": DISTRICT,
    "name": "宁波市海曙区人民政府",
    "short_name": "区政府",
    "kind": "government",
    "prefix": "海政公开",
    # The office answers for the government, in the government's name (art. 4, 27).
    "sections": (
        (OFFICE, "区政府办公室"),
        (f"{OFFICE}-1", "区政府办公室政务公开科"),
        (f"{OFFICE}-2", "区政府办公室秘书科"),
    ),
}

_DEPARTMENTS = (
    _department(
        "hsfgj",
        "区发改局",
        "海发公开",
        "办公室",
        "投资科",
        "价格科",
        name=_NAME + "发展和改革局",
        has_own_advisers=True,
    ),
    _department(
        "hszgj",
        "海曙自然资源规划分局",
        "海资规公开",
        "办公室",
        "规划科",
        "征地科",
        name="宁波市自然资源和规划局海曙分局",
        kind="municipal_branch",
    ),
    _department("hsdsj", "大数据中心", "海数公开", kind="authorised", name=_NAME + "大数据中心"),
    _department("hszwb", "区政务服务办", "海政务公开", name=_NAME + "政务服务办公室"),
    _department(
        "hsscj",
        "区市场监管局",
        "海市监公开",
        "办公室",
        "食品监管科",
        "法制科",
        name=_NAME + "市场监督管理局",
    ),
    _department("hsswj", "区商务局", "海商公开"),
    _department("hsczj", "区财政局", "海财公开", "办公室", "预算科", "政府采购监管科"),
    _department(
        "hsswt",
        "区税务局",
        "海税公开",
        kind="vertical",
        name="国家税务总局宁波市海曙区税务局",
        reconsideration_organ="国家税务总局宁波市税务局",
    ),
    _department("hsnyj", "区农业农村局", "海农公开", "办公室", "农经科"),
    _department("hswjj", "区卫生健康局", "海卫公开", "办公室", "医政科"),
    _department(JUSTICE, "区司法局", "海司公开", "办公室", "合法性审查科", kind="justice_bureau"),
    _department("hskjj", "区科技局", "海科公开", name=_NAME + "科学技术局"),
    _department(
        "hshbj",
        "海曙生态环境分局",
        "海环公开",
        "办公室",
        "环评科",
        name="宁波市生态环境局海曙分局",
        kind="municipal_branch",
    ),
    _department("hsmzj", "区民政局", "海民公开", "办公室", "社会救助科"),
    _department("hsxfj", "区信访局", "海信公开"),
    _department(
        "hs81890",
        "81890求助服务中心",
        "海求公开",
        kind="authorised",
        name=_NAME + "81890求助服务中心",
    ),
    _department(
        "hsrsj",
        "区人力社保局",
        "海人社公开",
        "办公室",
        "社会保险科",
        name=_NAME + "人力资源和社会保障局",
    ),
    _department(
        "hszfj",
        "区行政执法局",
        "海执公开",
        "办公室",
        "法制科",
        "督查科",
        name=_NAME + "综合行政执法局",
    ),
    _department("hsjtj", "区交通局", "海交公开", "办公室", "工程科", name=_NAME + "交通运输局"),
    _department("hsyjj", "区应急管理局", "海应急公开"),
    # Led from above: the organ of reconsideration is to be confirmed by the office.
    _department(
        "hsqxj", "区气象局", "海气公开", kind="vertical", reconsideration_organ="宁波市气象局"
    ),
    _department("hsdag", "区档案馆", "海档公开", kind="authorised"),
    # Not in the notice; here because much is asked of them.
    _department(
        "hszjj",
        "区住建局",
        "海建公开",
        "办公室",
        "房屋征收科",
        "建设管理科",
        name=_NAME + "住房和城乡建设局",
        is_named_in_notice=False,
        is_example=True,
    ),
    _department(
        "hsjyj",
        "区教育局",
        "海教公开",
        "办公室",
        "义务教育科",
        is_named_in_notice=False,
        is_example=True,
    ),
)

_PARTY_ORGANS = (
    {
        "code": "hsxcb",
        "name": "中共宁波市海曙区委宣传部",
        "short_name": "区委宣传部",
        "kind": PARTY,
    },
    {
        "code": "hswxb",
        "name": "中共宁波市海曙区委网络安全和信息化委员会办公室",
        "short_name": "区委网信办",
        "kind": PARTY,
    },
)

_TOWNS = (
    ("yinjiang", "鄞江镇", "鄞"),
    ("dongqiao", "洞桥镇", "洞"),
    ("jishigang", "集士港镇", "集"),
    ("gulin", "古林镇", "古"),
    ("gaoqiao", "高桥镇", "高"),
    ("hengjie", "横街镇", "横"),
    ("zhangshui", "章水镇", "章"),
    ("longguan", "龙观乡", "龙"),
)
_STREETS = (
    ("ximen", "西门街道", "西"),
    ("yuehu", "月湖街道", "月"),
    ("gulou", "鼓楼街道", "鼓"),
    ("jiangxia", "江厦街道", "江"),
    ("nanmen", "南门街道", "南"),
    ("wangchun", "望春街道", "望"),
    ("baiyun", "白云街道", "白"),
    ("duantang", "段塘街道", "段"),
    ("shiqi", "石碶街道", "石"),
)


def _example(code: str, short: str, letter: str, *, kind: str) -> dict:
    suffix = "人民政府" if kind == "town" else "办事处"
    return {
        "code": code,
        "name": f"{_NAME}{short}{suffix}",
        "short_name": short,
        "kind": kind,
        "prefix": f"海{letter}公开",
        "sections": ((f"{code}-1", "党政综合办公室"), (f"{code}-2", "城乡建设办公室")),
        "is_named_in_notice": False,
        "is_example": True,
    }


_ALL = (
    _GOVERNMENT,
    *_DEPARTMENTS,
    *_PARTY_ORGANS,
    *(_example(*row, kind="town") for row in _TOWNS),
    *(_example(*row, kind="street") for row in _STREETS),
)

UNITS: dict[str, DemoUnit] = {
    facts["code"]: DemoUnit(line=number, **facts) for number, facts in enumerate(_ALL, 1)
}
