"""The words of the ledger: its columns, what offices write in them, what can be wrong."""

from enum import StrEnum

from .applicants import ApplicantKind
from .receipt import Channel


class Column(StrEnum):
    """The columns that are used, by the name they have in the ledger."""

    SEQUENCE = "序号"
    NUMBER = "受理编号"
    KIND = "申请人类型"
    NAME = "姓名或名称"
    IDENTITY = "证件号"
    CONTACT = "联系方式"
    AGENT = "代理人"
    CHANNEL = "申请渠道"
    SENT_ON = "申请日期"
    SIGNED_ON = "签收日期"
    CONFIRMED_ON = "确认日期"
    RECEIVED_ON = "收到申请之日"
    CONTENT = "申请内容"
    FORM = "获取方式"
    OUTCOME = "答复类型"
    REPLY_NUMBER = "答复文号"
    ISSUED_ON = "签发日"
    MAIL_NUMBER = "邮件号"
    DELIVERED_ON = "送达日"
    CLOSED_ON = "办结日"
    ARCHIVE_NUMBER = "归档号"


DAYS = (
    Column.SENT_ON,
    Column.SIGNED_ON,
    Column.CONFIRMED_ON,
    Column.RECEIVED_ON,
    Column.ISSUED_ON,
    Column.DELIVERED_ON,
    Column.CLOSED_ON,
)
# At least one of each.
REQUIRED = (
    (Column.NUMBER, Column.SEQUENCE),
    (Column.CHANNEL,),
    (Column.RECEIVED_ON,),
    (Column.CONTENT,),
    (Column.NAME,),
    (Column.KIND,),
)
# Other names of the same columns; what stands in brackets is taken off before.
COLUMNS = {column.value: column for column in Column} | {
    "签收/提交日期": Column.SIGNED_ON,
    "提交日期": Column.SIGNED_ON,
    "寄出日期": Column.SENT_ON,
    "收到申请日期": Column.RECEIVED_ON,
    "收到日期": Column.RECEIVED_ON,
    "T0": Column.RECEIVED_ON,
    "申请人姓名或名称": Column.NAME,
    "申请人": Column.NAME,
    "申请方式": Column.CHANNEL,
    "证件号码": Column.IDENTITY,
    "处理结果": Column.OUTCOME,
    "签发日期": Column.ISSUED_ON,
    "送达日期": Column.DELIVERED_ON,
    "办结日期": Column.CLOSED_ON,
}
# In the ledger too, and not needed to open a case: nothing is said about them.
PASSED_OVER = frozenset(
    [
        "收件单位",
        "主办科室/承办部门",
        "主办科室",
        "承办部门",
        "承办人",
        "是否补正",
        "补正告知日",
        "补正期限",
        "补正收到日",
        "是否征求第三方",
        "征求/回复日期",
        "是否征求其他机关",
        "是否延期",
        "延期审批日/告知日",
        "是否收费/金额/缴费日",
        "法定到期日",
        "剩余工作日",
        "法律依据",
        "送达方式",
        "是否超期",
        "是否公开为主动公开",
        "行政复议",
        "行政诉讼",
        "投诉举报",
        "纠错情况",
        "备注",
    ]
)

CHANNEL_WORDS = {
    "当面": Channel.COUNTER,
    "当面提交": Channel.COUNTER,
    "当面申请": Channel.COUNTER,
    "现场": Channel.COUNTER,
    "窗口": Channel.COUNTER,
    "口头": Channel.COUNTER,
    "挂号": Channel.REGISTERED_POST,
    "挂号信": Channel.REGISTERED_POST,
    "特快专递": Channel.REGISTERED_POST,
    "邮政特快专递": Channel.REGISTERED_POST,
    "EMS": Channel.REGISTERED_POST,
    "邮寄(签收)": Channel.REGISTERED_POST,
    "平信": Channel.ORDINARY_POST,
    "平常信函": Channel.ORDINARY_POST,
    "网络": Channel.ONLINE,
    "网上": Channel.ONLINE,
    "在线": Channel.ONLINE,
    "互联网": Channel.ONLINE,
    "网上申请": Channel.ONLINE,
    "电子邮件": Channel.ONLINE,
    "邮箱": Channel.ONLINE,
    "传真": Channel.FAX,
} | {channel.value.upper(): channel for channel in Channel}
# Post, but which? The days of receipt must tell: art. 31(2) knows two.
SOME_POST = frozenset({"信函", "邮寄", "邮政", "快递", "信件"})

APPLICANT_WORDS = {
    "自然人": ApplicantKind.NATURAL_PERSON,
    "公民": ApplicantKind.NATURAL_PERSON,
    "个人": ApplicantKind.NATURAL_PERSON,
    "商业企业": ApplicantKind.COMPANY,
    "企业": ApplicantKind.COMPANY,
    "科研机构": ApplicantKind.RESEARCH,
    "社会公益组织": ApplicantKind.WELFARE,
    "法律服务机构": ApplicantKind.LAW_SERVICE,
    "其他": ApplicantKind.OTHER,
} | {kind.value.upper(): kind for kind in ApplicantKind}


class LedgerCode(StrEnum):
    """What can be wrong with a ledger or one of its rows."""

    NOT_A_TABLE = "not_a_table"
    COLUMNS_MISSING = "columns_missing"
    NUMBER_MISSING = "number_missing"
    NUMBER_TWICE = "number_twice"
    DATE_MISSING = "date_missing"
    NOT_A_DATE = "not_a_date"
    RECEIVED_IN_THE_FUTURE = "received_in_the_future"
    DATE_IMPLAUSIBLE = "date_implausible"
    RECEIPT_CONTRADICTED = "receipt_contradicted"
    CHANNEL_UNKNOWN = "channel_unknown"
    CHANNEL_AMBIGUOUS = "channel_ambiguous"
    APPLICANT_KIND_UNKNOWN = "applicant_kind_unknown"
    NAME_MISSING = "name_missing"
    CONTENT_MISSING = "content_missing"
    OUTCOME_UNKNOWN = "outcome_unknown"
    REPLY_BEFORE_RECEIPT = "reply_before_receipt"
    REPLY_IN_THE_FUTURE = "reply_in_the_future"
    UNREADABLE_CHARACTERS = "unreadable_characters"
    TOO_LONG = "too_long"
    CELL_WITHOUT_COLUMN = "cell_without_column"
