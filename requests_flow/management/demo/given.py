"""Stories that end with the information (A2)."""

from .scenario import ANYBODY, FIRMS, OWNERS, PERSON, SCHOLARS, Scenario


def _given(
    units: tuple[str, ...], *texts: str, kinds: tuple[str, ...] = ANYBODY, **more: str
) -> Scenario:
    subject, request, keywords, *documents = texts
    return Scenario(
        outcome="A2",
        units=units,
        subject=subject,
        request=request,
        keywords=keywords,
        kinds=kinds,
        documents=tuple(documents),
        result="检索到：" + "、".join(documents) + "。",
        **more,
    )


FOR_THE_PUBLIC = (
    Scenario(
        outcome="A3",
        units=("hsfgj", "hszjj"),
        subject="{firm}{year}年应急抽检不合格项目整改情况",
        request="申请公开{firm}在{road}施工项目{year}年应急抽检不合格项目及整改情况。",
        keywords="抽检 整改 {firm}",
        kinds=ANYBODY,
        documents=("《{road}施工项目应急抽检整改情况表》",),
        third_party="{firm}",
        third_party_says="不同意公开，认为影响企业商誉。",
        result="检索到：《{road}施工项目应急抽检整改情况表》。",
        words={
            "interest": "该项目紧邻居民区，抽检结果关系周边居民人身安全，不公开会对公共利益造成重大影响"
        },
    ),
)

GIVEN = (
    _given(
        ("hszjj",),
        "{estate}房屋征收分户评估技术说明",
        "本人房屋位于{estate}，在征收范围内。申请公开该地块征收评估机构选定结果及评估技术报告（整体）。",
        "征收 评估 {estate}",
        "《{estate}地块房屋征收评估机构选定结果》",
        "《{estate}地块征收评估技术报告（整体部分）》",
        kinds=OWNERS,
        unclear="请明确所申请的评估报告是地块整体报告还是本人房屋的分户报告，以及大致形成年份。",
        cleared="申请公开的是{year}年形成的{estate}地块整体评估技术报告，不要求分户报告。",
    ),
    _given(
        ("hszgj",),
        "{village}征地补偿登记表（村集体部分）",
        "申请公开{village}{year}年度征地补偿登记表中村集体所有部分的面积、地类和补偿金额。",
        "征地补偿登记 {village}",
        "《{village}征地补偿登记汇总表》",
        kinds=OWNERS,
    ),
    _given(
        ("hszgj",),
        "{project}建设工程规划许可证及附图",
        "申请公开{project}建设工程规划许可证、附图及审批时间。",
        "建设工程规划许可证 {project}",
        "{project}建设工程规划许可证",
        "规划许可附图",
        kinds=OWNERS,
        unclear="申请中写的是“周边工地的许可材料”。请说明工程名称或者位置，以便检索。",
        cleared="工程名称为{project}，只需要建设工程规划许可证及其附图。",
    ),
    _given(
        ("hsfgj",),
        "{project}可行性研究报告批复",
        "申请公开{project}可行性研究报告的批复文件及总投资估算。",
        "可研批复 {project}",
        "《关于{project}可行性研究报告的批复》",
    ),
    _given(
        ("hsfgj",),
        "{project}初步设计批复和概算核定文件",
        "因研究政府投资项目概算控制情况，申请公开{project}初步设计批复、概算核定文件。",
        "初步设计 概算 {project}",
        "《关于{project}初步设计的批复》",
        kinds=SCHOLARS,
    ),
    _given(
        ("hsjtj",),
        "{road}道路施工围挡审批和交通组织方案",
        "{road}长期围挡施工影响商户经营。申请公开该施工的占道（挖掘）审批文件、期限和交通组织方案。",
        "占道 挖掘 {road}",
        "{road}道路施工许可文件",
        "{road}施工期间交通组织方案",
        kinds=FIRMS,
    ),
    _given(
        ("hsjtj",),
        "横街山区农村公路{year}年度养护计划",
        "申请公开{year}年度农村公路养护工程计划以及{village}路段的安排。",
        "农村公路 养护 {year}",
        "《{year}年度农村公路养护工程计划》",
        kinds=PERSON,
    ),
    _given(
        ("hsczj", "jishigang", "gulin"),
        "{project}政府采购合同",
        "申请公开{project}的政府采购合同文本、验收意见及付款进度。",
        "采购合同 {project}",
        "{project}政府采购合同",
        "{project}履约验收意见",
        kinds=FIRMS,
    ),
    _given(
        ("hsczj",),
        "{year}年惠民惠农补贴资金发放汇总",
        "申请公开{year}年度发放至{village}的惠民惠农财政补贴项目、标准和总额。",
        "惠民惠农 补贴 {year}",
        "《{year}年惠民惠农补贴资金分村汇总表》",
        kinds=OWNERS,
    ),
    _given(
        ("hsrsj",),
        "被征地人员养老保障参保条件和办理口径",
        "申请公开{village}被征地人员参加基本养老保险的对象认定口径和{year}年办理批次。",
        "被征地 养老保险 {village}",
        "《被征地人员参加基本养老保险办理口径》",
        kinds=PERSON,
    ),
    _given(
        ("hsmzj",),
        "{estate}社区居家养老服务站运营补助",
        "申请公开{year}年{estate}居家养老服务站的运营单位、考核结果及补助金额。",
        "居家养老 补助 {year}",
        "《{year}年居家养老服务站考核和补助情况表》",
        kinds=("welfare", *PERSON),
    ),
    _given(
        ("hswjj",),
        "{year}年社区卫生服务中心家庭医生签约数据",
        "申请公开{year}年各社区卫生服务中心（含{estate}站点）家庭医生签约人数、履约率（已有统计表即可）。",
        "家庭医生 签约 {year}",
        "《{year}年家庭医生签约服务情况统计表》",
        kinds=SCHOLARS,
    ),
    _given(
        ("yinjiang", "jishigang", "gulin"),
        "{village}农村宅基地审批名单",
        "申请公开{year}年度{village}经批准的农村宅基地户数、面积和公示情况。",
        "宅基地 审批 {village}",
        "《{village}{year}年度宅基地审批结果公示》",
        kinds=OWNERS,
    ),
    _given(
        ("ximen", "yuehu", "wangchun"),
        "{estate}老旧小区改造方案和工程清单",
        "申请公开{estate}老旧小区改造的设计方案、工程量清单和资金来源。",
        "老旧小区改造 {estate}",
        "{estate}改造设计方案（报批稿）",
        "{estate}改造工程量清单",
        kinds=OWNERS,
    ),
    _given(
        ("hsscj",),
        "{year}年食品安全监督抽检不合格后处理情况",
        "申请公开{year}年第{number}期食品安全监督抽检中不合格产品的核查处置信息。",
        "抽检 核查处置 {year}",
        "《不合格食品核查处置情况（{year}年第{number}期）》",
        kinds=FIRMS,
    ),
    _given(
        ("haishu",),
        "关于{project}的区政府批复",
        "申请公开区政府就{project}作出的批复文件。",
        "区政府批复 {project}",
        "《宁波市海曙区人民政府关于{project}有关事项的批复》",
        kinds=OWNERS,
    ),
    _given(
        ("haishu",),
        "{village}房屋征收决定及补偿方案",
        "申请公开涉及{village}国有土地上房屋征收决定、补偿方案和社会稳定风险评估结论。",
        "征收决定 {village}",
        "房屋征收决定",
        "房屋征收补偿方案",
        kinds=OWNERS,
    ),
    _given(
        ("hsnyj",),
        "{village}高标准农田建设项目验收意见",
        "申请公开{village}{year}年高标准农田建设项目的竣工验收意见和工程量。",
        "高标准农田 验收 {village}",
        "《{village}高标准农田建设项目竣工验收意见》",
        kinds=OWNERS,
    ),
)
