"""Stories in which the information was published before (A1)."""

from .scenario import ANYBODY, OWNERS, PERSON, SCHOLARS, Scenario

_SITE = "海曙区人民政府门户网站（示例地址 https://www.example.gov.cn）"


def _published(units: tuple[str, ...], *texts: str, kinds: tuple[str, ...] = ANYBODY) -> Scenario:
    subject, request, keywords, where = texts
    return Scenario(
        outcome="A1",
        units=units,
        subject=subject,
        request=request,
        keywords=keywords,
        kinds=kinds,
        words={"where": _SITE + where},
        result="该信息已在政府网站主动公开，页面可以正常打开。",
    )


PUBLISHED = (
    _published(
        ("hsczj", "ximen", "yuehu", "jishigang"),
        "{year}年度部门预算公开情况",
        "申请公开贵单位{year}年度部门预算及“三公”经费预算表，以及{project}的预算安排。",
        "{year} 部门预算 三公经费",
        "“政府信息公开—财政信息—预算”栏目，标题为《{year}年部门预算》。",
    ),
    _published(
        ("hsczj", "yinjiang", "gulin"),
        "{before}年度部门决算",
        "请公开贵单位{before}年度部门决算报告，特别是涉及{project}的支出决算。",
        "{before} 部门决算",
        "“政府信息公开—财政信息—决算”栏目，标题为《{before}年部门决算》。",
        kinds=SCHOLARS,
    ),
    _published(
        ("hsfgj", "haishu"),
        "海曙区国民经济和社会发展第十四个五年规划纲要",
        "申请获取海曙区“十四五”规划纲要全文、中期评估报告以及其中有关{road}沿线的内容。",
        "十四五 规划纲要 中期评估",
        "“规划专题—十四五规划”栏目，规划纲要和中期评估报告均可下载。",
        kinds=SCHOLARS,
    ),
    _published(
        ("hsjyj",),
        "{year}年义务教育阶段学校招生服务区划分方案",
        "申请公开{year}年海曙区公办小学、初中服务区（学区）划分方案，以及{estate}所属学校。",
        "{year} 义务教育 招生 服务区",
        "“重点领域—义务教育—招生”栏目，标题为《{year}年义务教育招生"
        "服务区一览》，{estate}列于附件。",
        kinds=PERSON,
    ),
    _published(
        ("hshbj",),
        "{project}环境影响报告表批复",
        "申请公开{project}环境影响报告表的批复文件。",
        "环评批复 {project}",
        "“重点领域—环境保护—建设项目环评审批”栏目，{year}年审批公示第{number}号。",
        kinds=OWNERS,
    ),
    _published(
        ("hszgj",),
        "{road}沿线地块控制性详细规划",
        "申请公开{road}沿线地块控制性详细规划（含调整）批后公布的图则。",
        "控规 图则 {road}",
        "“规划公示—批后公布”栏目，{year}年第{number}号公布。",
        kinds=OWNERS,
    ),
    _published(
        ("hszgj", "gulin"),
        "{village}集体土地征收启动公告和补偿安置方案",
        "申请公开{village}征收土地启动公告、征地补偿安置方案公告。",
        "征地 启动公告 {village}",
        "“重点领域—征地信息”专栏，按{village}检索可得启动公告和补偿安置方案公告。",
        kinds=OWNERS,
    ),
    _published(
        ("hsrsj", "hsfgj"),
        "{year}年公开招聘编外人员公告及结果",
        "请提供{year}年第{number}批编外用工公开招聘公告和录用结果公示。",
        "招聘 公告 {year}",
        "“人事信息—招考录用”栏目，{year}年第{number}期公告。",
        kinds=PERSON,
    ),
)
