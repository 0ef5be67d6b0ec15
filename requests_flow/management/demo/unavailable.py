"""Stories in which there is nothing to give: not there, not ours, not made yet (D1a, D1b, D2)."""

from .scenario import ANYBODY, FIRMS, OWNERS, PERSON, SCHOLARS, Scenario


def _absent(
    units: tuple[str, ...], *texts: str, kinds: tuple[str, ...] = OWNERS, **more: str
) -> Scenario:
    subject, request, keywords = texts
    return Scenario(
        outcome="D1a",
        units=units,
        subject=subject,
        request=request,
        keywords=keywords,
        kinds=kinds,
        words={"reason": "经多途径检索，没有检索到申请人所申请的信息。"},
        result="在上述范围内逐一检索，并询问经办科室，均未检索到该信息。",
        **more,
    )


def _elsewhere(units: tuple[str, ...], *texts: str, kinds: tuple[str, ...] = ANYBODY) -> Scenario:
    subject, request, keywords, organ, contact, reason = texts
    return Scenario(
        outcome="D1b",
        units=units,
        subject=subject,
        request=request,
        keywords=keywords,
        kinds=kinds,
        words={"organ": organ, "contact": contact, "reason": reason},
        result="本机关未制作、未保存该信息。",
    )


def _unmade(units: tuple[str, ...], *texts: str, kinds: tuple[str, ...] = SCHOLARS) -> Scenario:
    subject, request, keywords, reason = texts
    return Scenario(
        outcome="D2",
        units=units,
        subject=subject,
        request=request,
        keywords=keywords,
        kinds=kinds,
        words={"reason": reason},
        result="没有现成的该项统计，只有分散的原始记录。",
    )


ABSENT = (
    _absent(
        ("yinjiang", "gulin", "jishigang"),
        "{village}{before}年土地承包经营权调整批文",
        "申请公开{before}年对{village}土地承包经营权进行调整的批准文件。",
        "承包地调整 {village}",
        unclear="请写明所申请批文的文号、名称或者其他便于检索的特征。",
        cleared="是{before}年秋季{village}第{number}组调整承包地时镇里的批准文件，没有文号。",
    ),
    _absent(
        ("hszjj",),
        "{estate}房屋拆迁许可证延期批准书",
        "申请公开{estate}片区房屋拆迁许可证历次延期的批准书。",
        "拆迁许可 延期 {estate}",
    ),
    _absent(
        ("hszfj",),
        "对{road}商铺外立面改造的审批文件",
        "申请公开{year}年对{road}沿街商铺统一外立面改造的行政审批文件。",
        "外立面 审批 {road}",
        kinds=FIRMS,
    ),
    _absent(
        ("hsjtj",),
        "{road}公交站台迁移的论证报告",
        "申请公开{year}年{road}公交站台迁移的专家论证报告和听证记录。",
        "公交站台 迁移 论证",
        kinds=PERSON,
    ),
    _absent(
        ("hsfgj",),
        "{estate}供暖价格核定成本监审报告",
        "申请公开{estate}集中供暖价格核定的成本监审报告。",
        "供暖价格 成本监审",
        kinds=PERSON,
    ),
    _absent(
        ("ximen", "yuehu", "wangchun"),
        "{estate}业主大会成立备案的听证材料",
        "申请公开{estate}业主大会成立过程中贵街道组织听证的笔录。",
        "业主大会 听证 {estate}",
        unclear="请写明所称“听证”的大致时间，以及是哪一届业主大会。",
        cleared="为{year}年{estate}首次业主大会成立时的听证笔录。",
    ),
    _absent(
        ("hsnyj",),
        "{village}山塘除险加固专项资金分配表",
        "申请公开{before}年{village}山塘除险加固专项资金分配表。",
        "山塘 专项资金 {village}",
    ),
    _absent(
        ("haishu",),
        "{village}撤村建居批复",
        "申请公开区政府关于{village}撤村建居的批复。",
        "撤村建居 {village}",
    ),
)

ELSEWHERE = (
    _elsewhere(
        ("hsfgj", "ximen"),
        "{road}地铁站点出入口选址批准文件",
        "申请公开{road}轨道交通站点出入口调整的选址批准文件。",
        "轨道交通 选址 {road}",
        "宁波市自然资源和规划局",
        "0574-0000 9001（演示号码）",
        "轨道交通选址由市级部门审批，本机关未参与制作。",
    ),
    _elsewhere(
        ("hszjj", "haishu"),
        "{estate}{number}幢治安监控录像",
        "申请公开{estate}{number}幢{year}年某日的治安监控录像和接处警记录。",
        "监控录像 接处警",
        "宁波市公安局海曙分局",
        "0574-0000 9002（演示号码）",
        "接处警记录由公安机关制作和保存。",
        kinds=PERSON,
    ),
    _elsewhere(
        ("hsczj",),
        "{project}审计报告",
        "申请公开{project}竣工决算的审计报告。",
        "审计报告 {project}",
        "宁波市海曙区审计局",
        "0574-0000 9003（演示号码）",
        "审计报告由审计机关制作。",
        kinds=FIRMS,
    ),
    _elsewhere(
        ("hsrsj", "yuehu"),
        "{neighbour}退休审批表",
        "申请公开{neighbour}{before}年退休审批表。",
        "退休审批",
        "宁波市人力资源和社会保障局",
        "0574-0000 9004（演示号码）",
        "该批退休审批由市级部门办理，本机关不保存。",
        kinds=PERSON,
    ),
    _elsewhere(
        ("hsjtj", "gulin"),
        "{road}国省道改线用地预审意见",
        "申请公开{road}附近国省道改线工程的用地预审与选址意见书。",
        "用地预审 改线",
        "宁波市自然资源和规划局海曙分局",
        "0574-0000 0003（演示号码）",
        "用地预审意见由自然资源主管部门制作。",
        kinds=OWNERS,
    ),
)

UNMADE = (
    _unmade(
        ("hsscj",),
        "近五年分街道餐饮投诉办结率比较",
        "请提供{year}年以来各街道及{road}沿线餐饮类投诉数量、办结率排名及同比分析。",
        "餐饮 投诉 分街道",
        "本机关有逐件投诉记录，没有分街道的办结率比较，需要重新汇总、分析。",
    ),
    _unmade(
        ("hswjj",),
        "各社区老年人慢性病增长原因分析",
        "申请获取{year}年{estate}等各社区老年人高血压、糖尿病患病增长率及原因分析。",
        "慢性病 分社区",
        "现有统计只到街道一级，没有分社区的增长率和原因分析，需要另行加工、分析。",
    ),
    _unmade(
        ("hszfj", "jishigang"),
        "{road}历年罚款总额与去向明细",
        "请汇总{road}近十年全部停车罚款总额、去向并逐笔列明。",
        "罚款 汇总 {road}",
        "罚款按全区汇总入库，没有按道路逐笔汇总的现成信息，需要另行制作。",
        kinds=PERSON,
    ),
    _unmade(
        ("hsfgj",),
        "政府投资项目超概算原因汇总",
        "请提供{before}年以来全区政府投资项目（含{project}）超概算的清单、原因分类和责任分析。",
        "超概算 汇总",
        "概算调整文件分散于各项目，没有汇总清单和原因分类，需要加工、分析。",
    ),
)
