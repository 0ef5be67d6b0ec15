"""Stories that are no application, or an old one, or remain unclear (E1, E2, E3, F1)."""

from .scenario import ANYBODY, OWNERS, PERSON, SCHOLARS, Scenario

_EVERYBODY = (
    "haishu",
    "hsfgj",
    "hszjj",
    "hszgj",
    "hszfj",
    "hsrsj",
    "ximen",
    "yuehu",
    "wangchun",
    "yinjiang",
    "jishigang",
    "gulin",
)


def _complaint(units: tuple[str, ...], *texts: str) -> Scenario:
    subject, request, keywords, reason, channel = texts
    return Scenario(
        outcome="E1",
        units=units,
        subject=subject,
        request=request,
        keywords=keywords,
        kinds=PERSON,
        words={"reason": reason, "channel": channel},
    )


def _given_up(units: tuple[str, ...], *texts: str, kinds: tuple[str, ...] = PERSON) -> Scenario:
    subject, request, items = texts
    return Scenario(
        outcome="F1",
        units=units,
        subject=subject,
        request=request,
        keywords="",
        kinds=kinds,
        unclear=items,
        words={"reason": "申请人逾期没有补正，也没有说明理由。"},
    )


COMPLAINTS = (
    _complaint(
        ("hsscj",),
        "要求查处{firm}虚假宣传",
        "{firm}虚假宣传，请公开你们为什么不处罚，并责令其退款赔偿。",
        "虚假宣传 {firm}",
        "申请人要求查处并退款，实质是投诉、举报。",
        "12315 平台或者市场监管所",
    ),
    _complaint(
        ("hszfj", "ximen"),
        "{estate}夜间施工噪声投诉",
        "{estate}旁边工地夜里一直施工，请公开何时解决，并要求处理相关责任人。",
        "施工噪声 {estate}",
        "申请人反映噪声扰民并要求处理责任人，实质是投诉。",
        "12345 政务服务便民热线",
    ),
    _complaint(
        ("hsrsj",),
        "要求答复{firm}拖欠工资如何处理",
        "{firm}拖欠我三个月工资，请以信息公开方式告知为何至今不立案。",
        "拖欠工资 {firm}",
        "申请人要求对拖欠工资立案处理，实质是投诉。",
        "区劳动保障监察大队或者12345热线",
    ),
    _complaint(
        ("haishu", "wangchun", "yinjiang"),
        "要求对{village}拆迁信访事项重新答复",
        "对{village}拆迁安置问题的信访答复不服，请公开重新调查的结论并落实安置房。",
        "信访答复 {village}",
        "申请人对信访答复不服并要求落实安置，实质是信访事项。",
        "区信访局，可依法申请复查、复核",
    ),
    _complaint(
        _EVERYBODY,
        "举报{road}改造补助发放不公",
        "{road}改造后补助发放不公，请公开谁在包庇，并要求上级派人调查。",
        "补助 举报 {road}",
        "申请人反映补助发放不公并要求调查，实质是举报。",
        "12345 政务服务便民热线",
    ),
)

REPEATED = (
    Scenario(
        outcome="E2",
        units=_EVERYBODY,
        subject="再次申请公开同一信息：{subject}",
        request="对前次答复不满意，再次申请：{request}",
        keywords="",
        kinds=PERSON,
        words={"reason": "同一申请人重复申请公开相同信息，此前已经答复。"},
    ),
)

PRINTED = (
    Scenario(
        outcome="E3",
        units=("haishu", "hsczj", "hsfgj"),
        subject="《海曙年鉴（{before}）》",
        request="请免费提供《海曙年鉴（{before}）》{number}页以后的内容或者全书一册，邮寄到家。",
        keywords="年鉴",
        kinds=SCHOLARS,
        words={
            "where": "《海曙年鉴（{before}）》为公开出版物，可在区图书馆、区档案馆查阅或者向出版单位购买。",
            "reason": "申请公开的是公开出版物。",
        },
    ),
    Scenario(
        outcome="E3",
        units=("hszgj", "hsjtj", "hswjj"),
        subject="《宁波市人民政府公报》{year}年合订本",
        request="请提供《宁波市人民政府公报》{year}年各期纸质版，寄至{road}。",
        keywords="政府公报",
        kinds=ANYBODY,
        words={
            "where": "《宁波市人民政府公报》{year}年各期可在市政府网站和区图书馆查阅。",
            "reason": "申请公开的是政府公报。",
        },
    ),
)

TOO_MANY = (
    Scenario(
        outcome="E4",
        units=("hszjj", "hszfj", "haishu"),
        subject="{estate}第{number}次申请：历年全部会议记录",
        request="继续申请公开与{estate}有关的历年全部会议记录和签到表，与前几次一样。",
        keywords="",
        kinds=PERSON,
        words={
            "reason": "同一申请人当月就同一事项申请{number}件，经书面要求说明理由，"
            "申请人称“就是要一直申请”，理由不合理。"
        },
    ),
)

CONFIRM_AGAIN = (
    Scenario(
        outcome="E5",
        units=("hszjj", "hsfgj", "hsczj"),
        subject="要求重新出具{project}批复并加盖公章",
        request="去年已收到{project}的批复复印件，请重新出具一份并加盖公章确认与原件一致。",
        keywords="",
        kinds=ANYBODY,
        words={"before": "{project}批复复印件一份，{before}年以纸质形式邮寄提供并由申请人签收"},
    ),
)

STILL_UNCLEAR = (
    Scenario(
        outcome="D3",
        units=("ximen", "yuehu", "hsfgj"),
        subject="{estate}的全部资料",
        request="申请公开{estate}的全部资料。",
        keywords="{estate}",
        kinds=OWNERS,
        unclear="请写明所需信息的名称、文号、形成年份或者其他便于检索的特征。",
        cleared="就是{estate}的全部资料，你们自己知道。",
        words={"reason": "补正后仍未写明信息的名称、文号或者其他特征，无法据以检索"},
    ),
)

GIVEN_UP = (
    _given_up(
        ("hszjj", "gulin", "yinjiang"),
        "与我家有关的所有拆迁材料",
        "请公开与我家（{village}）拆迁有关的一切文件、会议、录音。",
        "请写明房屋坐落、所需文件的名称或者其他便于检索的特征，以及获取信息的方式。",
        kinds=OWNERS,
    ),
    _given_up(
        ("hsfgj", "hsjtj", "hsczj"),
        "贵局近年来的全部合同",
        "请公开贵局{before}年以来签订的全部合同和{number}号以后的付款凭证。",
        "请明确合同的年份、项目名称或者对方当事人，以便检索。",
        kinds=ANYBODY,
    ),
    _given_up(
        ("ximen", "yuehu", "hszfj"),
        "{estate}的问题资料",
        "要{estate}的资料，谁批的都要。",
        "请写明所需信息的名称、文号或者其他特征描述，并提供身份证明。",
    ),
)
