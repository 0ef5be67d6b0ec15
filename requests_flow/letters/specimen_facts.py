"""What the specimens are made of: an invented application and what was written about it.

The organs are called as in the demo; persons, firms, numbers, addresses and documents are invented.
"""

from __future__ import annotations

from datetime import date

from requests_flow.rules.remedies import Forum, OrganKind

from .frames import CaseFacts, Recipient, UnitFacts

ORGAN = "宁波市海曙区人民政府"
NUMBER = "海政公开样〔2026〕12号"
DATED_ON = date(2026, 12, 1)
RECEIVED_ON = date(2026, 11, 3)
FORUM = Forum(
    kind=OrganKind.GOVERNMENT,
    unit_name=ORGAN,
    review_organs=("宁波市人民政府",),
    court="宁波市中级人民法院",
    online_url="https://www.example.gov.cn/fuyi",
)
UNIT = UnitFacts(
    name=ORGAN,
    letterhead=ORGAN,
    address="宁波市海曙区示例路1号",
    contact="政府信息公开工作机构",
    phone="0574-0000 0001",
    seal_name=ORGAN,
)
INFORMATION = "柳锦地块旧城区改建项目房屋征收补偿方案及其论证材料"
CASE = CaseFacts(
    number="海政公开样 2026-0191",
    applicant_name="张某",
    applicant_is_person=True,
    received_on=RECEIVED_ON,
    channel_phrase="网上",
    request_text=INFORMATION,
)
FIRM_CASE = CaseFacts(
    number="海政公开样 2026-0207",
    applicant_name="宁波某咨询有限公司",
    applicant_is_person=False,
    received_on=date(2026, 11, 10),
    channel_phrase="邮寄",
    request_text="2024年度辖区各镇（街道）房屋征收项目的立项、评估、补偿和资金拨付材料",
)
RECORD_CASE = CaseFacts(
    number="海政公开样 2026-0215",
    applicant_name="张某",
    applicant_is_person=True,
    received_on=date(2026, 11, 12),
    channel_phrase="当面",
    request_text="房屋征收补偿公示表中本人的房屋建筑面积",
)
ASKED = "本机关于2026年11月6日依法书面征求了第三方意见。"
THIRD_PARTY = Recipient("宁波某建材有限公司")
CO_MAKER = Recipient("宁波市海曙区住房和城乡建设局", is_organ=True)
OTHER_ORGAN = Recipient("宁波市自然资源和规划局海曙分局", is_organ=True)
_DOCUMENTS = (
    "《柳锦地块旧城区改建项目房屋征收补偿方案》（海政发〔2025〕7号），共12页\n"
    "《柳锦地块旧城区改建项目补偿方案论证会会议纪要》，共6页"
)
_MANNER = "纸质复印件邮寄"

# Letter -> the outcome that its specimen shows, and what the caseworker wrote.
REPLIES: dict[str, tuple[str, dict[str, str]]] = {
    "L10": ("A2", {"documents": _DOCUMENTS, "manner": _MANNER}),
    "L11": (
        "B",
        {
            "provided": "房屋征收补偿方案",
            "withheld": "论证材料中被征收人的姓名、身份证件号码、住址和联系电话",
            "ground": "C4",
            "reason": "上述内容能够识别特定自然人，被征收人不同意公开且理由合理，"
            "公开会损害其合法权益；不公开不会对公共利益造成重大影响。",
            "manner": _MANNER,
        },
    ),
    "L12": (
        "C6",
        {
            "information": "补偿方案论证会会议记录",
            "reason": "该记录反映本机关在作出决定前内部讨论的过程，所涉事项尚未作出最终决定，"
            "公开会妨碍参加人员充分发表意见；没有法律、法规、规章规定该信息应当公开。",
        },
    ),
    "L13": (
        "C8",
        {
            "special_rule": "《不动产登记暂行条例》",
            "desk": "宁波市海曙区不动产登记服务中心查询窗口（示例路9号，电话0574-0000 0009）",
        },
    ),
    "L14": (
        "D1a",
        {"search_scope": "本机关办公系统、综合档案室以及承办该项目的征收管理科"},
    ),
    "L15": (
        "D1b",
        {
            "reason": "该信息由宁波市自然资源和规划局海曙分局在履行行政管理职能过程中制作。",
            "right_organ": "宁波市自然资源和规划局海曙分局",
            "right_organ_contact": "宁波市海曙区示例路8号，电话0574-0000 0008",
        },
    ),
    "L16": (
        "D2",
        {
            "existing": "各征收项目的补偿协议和资金拨付单",
            "reason": "您申请公开的按户型分类的补偿均价，本机关未制作过，"
            "需要从各份协议中逐份摘录、分类并计算。",
        },
    ),
    "L17": (
        "E1",
        {"nature": "投诉", "proper_channel": "宁波市民呼我为统一平台，或者拨打12345政务服务热线"},
    ),
    "L18": (
        "E2",
        {"earlier_number": "海政公开样〔2026〕3号", "earlier_date": "2026年3月2日"},
    ),
    "L19": (
        "E4",
        {
            "reason": "2026年1月至10月，您就同一项目向本机关提出政府信息公开申请46件。"
            "本机关于2026年11月5日要求您说明理由，您说明的理由是“就是要让你们忙起来”，"
            "与获取政府信息无关。",
        },
    ),
}

# Further outcomes of the same letters: what is asked for, the outcome, and what was written.
VARIANTS: dict[str, tuple[str, dict[str, str]]] = {
    "A1": (
        INFORMATION,
        {
            "where_published": "海曙区人民政府门户网站“政府信息公开”专栏"
            "https://www.example.gov.cn/zfxxgk/2025/7.html"
        },
    ),
    "A3": (
        "某建材厂旧址《地下水监测报告》",
        {
            "documents": "《地下水监测报告》监测结果部分，共4页",
            "manner": _MANNER,
            "public_interest": "该信息涉及周边居民饮用水安全，居民据此才能判断是否继续取用地下水。",
        },
    ),
    "C1": (
        "柳锦地块周边人民防空工程位置图",
        {"information": "人民防空工程位置图", "reason": "该信息已依法定密，尚在保密期限内。"},
    ),
    "C2": (
        "某校学生伤害事件调查报告中当事学生的姓名、住所和就读学校",
        {
            "information": "当事学生的姓名、住所和就读学校",
            "law": "《中华人民共和国未成年人保护法》第一百零三条",
            "reason": "当事学生为未成年人，上述信息能够识别其身份，不属于该条规定的可以披露的情形。",
        },
    ),
    "C3": (
        "城区供水管网取水口安全防护设施布置图",
        {
            "information": "取水口安全防护设施布置图",
            "reason": "该信息载明安全防护设施的位置和参数，公开后可能被用于破坏供水设施，危及公共安全。",
        },
    ),
    "C4": (
        "某建材公司《非住宅房屋征收补偿协议》及其设备清单",
        {
            "information": "补偿协议所附设备清单和停产停业损失测算",
            "consultation": "第三方不同意公开且理由合理",
            "reason": "上述内容反映该公司的设备配置和经营收益，尚未为公众所知悉，该公司采取了保密措施，"
            "公开会损害其竞争利益；不公开不会对公共利益造成重大影响。",
        },
    ),
    "C5": (
        "本机关2025年度公务用车调度记录",
        {
            "information": "公务用车调度记录",
            "reason": "该记录仅用于本机关后勤管理，对外不产生影响；"
            "没有法律、法规、规章规定该信息应当公开。",
        },
    ),
    "C7": (
        "示例路某工地扬尘污染案行政处罚案卷中的询问笔录",
        {
            "information": "询问笔录",
            "reason": "该笔录为行政处罚案卷材料，没有法律、法规、规章规定该信息应当公开。"
            "您如为该案当事人，可以依法向办案机关申请查阅案卷。",
        },
    ),
    "D3": (
        "与柳锦地块有关的所有材料",
        {"reason": "补正后的申请仍为“所有材料”，未写明名称、文号或者其他便于查询的特征。"},
    ),
    "E3": (
        "《宁波市人民政府公报》2025年第7期",
        {"where_published": "宁波市图书馆、海曙区档案馆政府信息查阅场所"},
    ),
    "E5": (
        "重新出具加盖公章的房屋征收补偿方案",
        {"given_before": "本机关已于2026年2月1日向您邮寄提供房屋征收补偿方案复印件12页。"},
    ),
}

MANY = "2026年10月1日至10月31日，贵单位向本机关提出政府信息公开申请31件，其中11月仍有同类申请12件"
CONSULTING: dict[str, tuple[Recipient, dict[str, object]]] = {
    "L05": (
        THIRD_PARTY,
        {
            "information": "贵单位与征收部门签订的《非住宅房屋征收补偿协议》\n"
            "协议所附设备搬迁费用清单",
            "interest": "载有贵单位的设备配置、停产停业损失等经营信息，可能涉及商业秘密",
            "days": 15,
        },
    ),
    "L07": (
        CO_MAKER,
        {
            "information": "《柳锦地块旧城区改建项目房屋征收补偿方案》",
            "intention": "依照《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定予以公开",
            "days": 15,
        },
    ),
    "L08": (
        OTHER_ORGAN,
        {
            "information": "柳锦地块规划条件论证意见",
            "questions": "该论证意见是否为贵机关最终出具的文本\n其中的规划指标与贵机关已公布的内容是否一致",
            "reply_by": date(2026, 11, 20),
        },
    ),
    "L20": (
        THIRD_PARTY,
        {
            "asked_on": date(2026, 11, 6),
            "opinion": "贵单位于2026年11月18日书面答复不同意公开",
            "content": "《地下水监测报告》中监测点位、超标项目和超标倍数",
            "reason": "该信息涉及周边居民饮用水安全，居民据此才能判断是否继续取用地下水；"
            "公开的范围限于监测结果，不包括贵单位的生产工艺。",
        },
    ),
}
