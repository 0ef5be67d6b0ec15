"""Stories in which a part is given and a part kept back (B)."""

from .scenario import FIRMS, OWNERS, PERSON, Scenario


def _in_part(units: tuple[str, ...], *texts: str, **more: object) -> Scenario:
    subject, request, keywords, document, withheld, reason = texts
    return Scenario(
        outcome="B",
        units=units,
        subject=subject,
        request=request,
        keywords=keywords,
        documents=(document,),
        words={"withheld": withheld, "reason": reason},
        result=f"检索到{document}1份，其中部分内容不宜公开，可以作区分处理。",
        **more,
    )


IN_PART = (
    _in_part(
        ("hszjj",),
        "{estate}征收补偿协议",
        "申请公开{estate}地块全部征收补偿协议，用于核对补偿标准是否一致。",
        "补偿协议 {estate}",
        "{estate}地块征收补偿协议（汇总）",
        "被征收人姓名、身份证件号码、银行账号",
        "上述内容属于个人隐私，公开会对被征收人的合法权益造成损害。",
        kinds=OWNERS,
        third_party="{estate}地块被征收户代表{neighbour}",
        third_party_says="不同意公开姓名、证件号码和银行账号，其余内容没有意见。",
    ),
    _in_part(
        ("hsscj",),
        "对{firm}的食品经营许可现场核查记录",
        "申请公开{firm}食品经营许可的申请材料和现场核查记录。",
        "食品经营许可 {firm}",
        "食品经营许可现场核查记录",
        "经营场所平面布局图中的工艺流程和从业人员健康证明信息",
        "工艺流程属于商业秘密，健康信息属于个人隐私，公开会对第三方合法权益造成损害。",
        kinds=FIRMS,
        third_party="{firm}",
        third_party_says="平面图标有本公司加工工艺，不同意公开。",
    ),
    _in_part(
        ("hsczj",),
        "{project}招标采购评审资料",
        "申请公开{project}的中标供应商投标文件和评审打分表。",
        "评审 投标文件 {project}",
        "{project}中标公告、评审得分汇总表",
        "中标供应商投标文件中的报价构成和技术方案",
        "报价构成和技术方案属于商业秘密，供应商书面表示不同意公开且理由合理。",
        kinds=FIRMS,
        third_party="{firm}",
        third_party_says="技术方案和报价构成是本公司的商业秘密，不同意公开。",
    ),
    _in_part(
        ("ximen", "yuehu", "wangchun"),
        "{estate}低收入家庭危房解危名单",
        "申请公开{year}年{estate}危房解危补助的对象名单和补助金额。",
        "危房 解危 {estate}",
        "{year}年危房解危补助情况表",
        "补助对象的姓名全称、住址门牌和家庭收入",
        "上述内容属于个人隐私，公开会对困难家庭的合法权益造成损害。",
        kinds=OWNERS,
    ),
    _in_part(
        ("hsmzj",),
        "{year}年临时救助发放情况",
        "申请公开{year}年度临时救助的人次、金额以及名单。",
        "临时救助 {year}",
        "{year}年临时救助发放情况表",
        "救助对象的姓名、住址、致困原因",
        "致困原因涉及病情等个人隐私，公开会对救助对象的合法权益造成损害。",
        kinds=("welfare", *PERSON),
    ),
    _in_part(
        ("hszfj",),
        "{road}违法建设查处情况",
        "申请公开{year}年{road}沿线违法建设的查处决定和拆除情况。",
        "违法建设 {road}",
        "{road}违法建设行政处罚决定书",
        "当事人身份证件号码、住址和举报人信息",
        "上述内容属于个人隐私，公开会对当事人和举报人的合法权益造成损害。",
        kinds=OWNERS,
    ),
    _in_part(
        ("hsjyj",),
        "{school}教师岗位设置和经费收支",
        "申请公开{school}{year}年教师岗位设置、课后服务经费收支及分配明细。",
        "{school} 经费 {year}",
        "{school}{year}年课后服务经费收支表",
        "教师个人的考核等次和发放金额",
        "个人考核和发放金额属于个人隐私，公开会对教师的合法权益造成损害。",
        kinds=PERSON,
    ),
)
