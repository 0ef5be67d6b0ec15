# ruff: noqa: SIM905  words are read by the line
"""What applications are about: names, places, things and papers, in the proportions of an office.

Few things are asked for by many, many by few: the n-th thing has the weight 1/n, and RARE ones are
one case in ten thousand each.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

STREETS = (
    "鼓楼街道 江厦街道 月湖街道 西门街道 南门街道 白云街道 望春街道 段塘街道 高桥镇 横街镇 鄞江镇 洞桥镇 "
    "古林镇 集士港镇 章水镇 龙观乡 石碶街道"
).split()
VILLAGES = (
    "城隍庙社区 永寿社区 天一社区 胜丰社区 新高社区 联丰社区 翠柏社区 柳庄社区 汪弄社区 马园社区 尹江岸社区 "
    "长乐社区 望童社区 北郊社区 春城社区 广安社区 藕池新村 薛家南路地块 机场路以西地块 环城西路两侧 苍松路沿线 "
    "栎社村 岐阳村 芦港村 前虞村 秀丰村 藕缆桥村 龙谷村 大雷村 惠民村 爱中村 它山堰村 清源村 卖面桥村"
).split()
THINGS = (
    "征收补偿 老旧小区改造 危房解危 道路拓宽 农村宅基地审批 城中村改造 违法建筑处置 财政预算执行 停车泊位 河道整治 "
    "学区划分 养老服务补贴 公租房分配 消防验收 环境影响评价 国有土地出让 集体土地收益 事业单位招聘 工伤认定 拆除施工 "
    "物业服务备案 电梯加装 雨污分流 规划许可 施工许可 劳动监察 医保基金监管 食品抽检 特种设备检验 低保审核 残疾人补助 "
    "垃圾清运 绿化养护 轨道交通施工 噪声监测 排污许可 林木采伐 水库除险加固 文物保护 幼儿园普惠认定 民办学校年检 "
    "行政处罚裁量 政府采购 信访复核 村务公开 高标准农田 粮食收购 燃气管道改造 充电设施 招商引资扶持"
).split()
RARE = (
    "海塘加高 海底隧道 蚕种检疫 古井修缮 渡口撤销 航标迁移 蜂群登记 盐田复垦 竹木检查 茶厂搬迁 "
    "碑刻拓印 祠堂确权 冰雹受灾 鹭鸟栖息 缆车检修 矿坑回填 钟楼校时 藏书楼晾书 牛痘台账 窑址勘探"
).split()
PAPERS = (
    "实施方案 批复文件 会议纪要 公告及张贴照片 评估报告 安置协议范本 补偿标准 红线图 资金拨付凭证 验收记录 "
    "招标文件 合同文本 检测数据 听证笔录 调查登记表 风险评估意见 审批材料 公示结果 现场检查笔录 统计台账"
).split()
REASONS = (
    "因本人房屋位于该范围内，需了解依据。",
    "用于向有关部门反映情况。",
    "请提供加盖印章的复印件，并说明制作日期。",
    "如信息不存在，请说明检索的范围和方法。",
    "所需信息不涉及国家秘密和商业秘密。",
    "请以电子邮件方式提供扫描件。",
)
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国文斌辉力海波宁志永义兴良"
FIRMS = (
    "置业 物业管理 建设工程 环境科技 律师事务所 文化传播 商贸 机械制造 信息技术 园林绿化".split()
)

# What the bench searches for, with the share of cases that should hold it.
FREQUENT, RARE_WORD, TWO = "征收补偿", "海底隧道", "征收"
RARITY = 0.0001


@dataclass(frozen=True, slots=True)
class Asked:
    """What one application says."""

    subject: str
    text: str
    name: str
    is_person: bool


class Speaker:
    """Makes applications, many at a time; the same for the same source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        # 4.8 % for the first: 征收补偿 stands in about one case in twenty.
        weights = [1 / (rank + 4) for rank in range(len(THINGS))]
        total = sum(weights)
        self.things = [*THINGS, *RARE]
        share = 1 - RARITY * len(RARE)
        self.weights = [weight / total * share for weight in weights] + [RARITY] * len(RARE)

    def many(self, count: int) -> list[Asked]:
        """So many applications."""
        pick = self.chance.choices
        drawn = zip(
            pick(STREETS, k=count), pick(VILLAGES, k=count), pick(PAPERS, k=count),
            pick(self.things, self.weights, k=count), pick(REASONS, k=count),
            pick(PAPERS, k=count), pick(range(2008, 2027), k=count), pick(SURNAMES, k=count),
            pick(GIVEN, k=count), pick(GIVEN, k=count), pick(range(1, 400), k=count),
            pick(FIRMS, k=count), pick(range(10), k=count), strict=True,
        )  # fmt: skip
        return [_asked(*one) for one in drawn]


def _asked(
    street: str, place: str, paper: str, thing: str, reason: str, other: str,
    year: int, family: str, first: str, second: str, house: int, trade: str, tenth: int,
) -> Asked:  # fmt: skip
    is_person = tenth < 8
    name = f"{family}{first}{second}" if is_person else f"宁波{first}{second}{trade}有限公司"
    return Asked(
        f"{place}{thing}{paper}",
        f"申请公开{year}年以来{street}{place}{house}号地块{thing}的{paper}及{other}，"
        f"包括附件、附图和历次修改稿。{reason}",
        name,
        is_person,
    )
