"""The people of the demo, all invented, and what each does where.

In 区发改局 each duty has a person of its own, and 陈敏 holds all of a clerk's, so that a
newcomer can follow a case with four logins: clerk, secrecy checker, adviser, signatory. Who writes,
who reviews and who signs stay different people everywhere.
"""

from dataclasses import dataclass

from .units import DISTRICT, JUSTICE

PASSWORD = "yishen-demo"  # noqa: S105  # shown on the demo's own sign-in page

REGISTER, REVIEW, HANDLE = "REGISTER", "REVIEW", "HANDLE"
EXTEND = "EXTEND"  # the head of the disclosure office
CHECK_SECRECY, REVIEW_IN_LAW, SIGN = "CHECK_SECRECY", "REVIEW_IN_LAW", "SIGN"
DELIVER, ARCHIVE, OVERSEE = "DELIVER", "ARCHIVE", "OVERSEE"
MANAGE_SYSTEM, MANAGE_ACCESS, AUDIT = "MANAGE_SYSTEM", "MANAGE_ACCESS", "AUDIT"  # 三员
KEEP_CALENDAR = "KEEP_CALENDAR"  # one proposes the year's days off, the other approves
CLERK = (REGISTER, REVIEW, HANDLE, DELIVER, ARCHIVE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo office; `duties` are names of `Duty`, held on `unit`."""

    username: str
    full_name: str
    unit: str
    duties: tuple[str, ...]


_FULL_STAFF = (
    # 区政府办公室: answers for the district government, and oversees all.
    Person("xujing", "徐静", DISTRICT, (REGISTER, REVIEW, EXTEND, KEEP_CALENDAR)),
    Person("maoyifan", "毛一帆", DISTRICT, (HANDLE,)),
    Person("shenlan", "沈岚", DISTRICT, (HANDLE,)),
    Person("yuzhongming", "余忠明", DISTRICT, (CHECK_SECRECY,)),
    Person("luohaiyan", "罗海燕", DISTRICT, (SIGN,)),
    Person("qiuping", "邱萍", DISTRICT, (DELIVER, ARCHIVE)),
    Person("gaojianfeng", "高剑锋", DISTRICT, (OVERSEE, KEEP_CALENDAR)),
    # 三员: nobody of them works on cases.
    Person("guanxitong", "管希彤", DISTRICT, (MANAGE_SYSTEM,)),
    Person("anquan", "安荃", DISTRICT, (MANAGE_ACCESS,)),
    Person("shenji", "沈冀", DISTRICT, (AUDIT,)),
    # 区发改局
    Person("chenmin", "陈敏", "hsfgj", CLERK),
    Person("wujiayi", "吴佳怡", "hsfgj", (REGISTER,)),
    Person("zhangzhe", "张喆", "hsfgj", (REVIEW, EXTEND)),
    Person("sunyue", "孙悦", "hsfgj", (HANDLE,)),
    Person("zhaoning", "赵宁", "hsfgj", (CHECK_SECRECY,)),
    Person("linxiao", "林晓", "hsfgj", (REVIEW_IN_LAW,)),
    Person("zhouweiguo", "周卫国", "hsfgj", (SIGN,)),
    Person("fangmei", "方梅", "hsfgj", (DELIVER,)),
    Person("hujiaqi", "胡嘉琪", "hsfgj", (ARCHIVE,)),
    # 区司法局: its advisers review for every unit that has none.
    Person("yanglihua", "杨丽华", JUSTICE, (REVIEW_IN_LAW,)),
    Person("heyan", "何岩", JUSTICE, (REVIEW_IN_LAW,)),
    Person("songzhiyuan", "宋致远", JUSTICE, (REVIEW_IN_LAW,)),
    Person("panxiaoyu", "潘晓宇", JUSTICE, CLERK),
    Person("tangguoping", "汤国平", JUSTICE, (CHECK_SECRECY,)),
    Person("jinwei", "金炜", JUSTICE, (SIGN, EXTEND)),
    # 外聘律师: no duty; let in to single cases.
    Person("fumingyuan", "傅明远", JUSTICE, ()),
)

# A smaller unit: clerk, handler, secrecy checker, signatory.
_SMALL_STAFF = {
    "hszgj": ("zhuting 朱婷", "yekai 叶凯", "luxin 陆欣", "jiangtao 蒋涛"),
    "hszjj": ("guorui 郭睿", "denglin 邓琳", "caoyun 曹芸", "pengbo 彭博"),
    "hsscj": ("hanxue 韩雪", "fengchao 冯超", "dingyi 丁怡", "weiguang 魏光"),
    "hsczj": ("caihong 蔡虹", "taoran 陶然", "xiemin 谢敏", "zengqiang 曾强"),
    "hsjyj": ("liuqian 刘倩", "huangshan 黄珊", "yaojun 姚军", "shenhong 沈宏"),
    "hshbj": ("dongwen 董文", "yuanyuan 袁媛", "xiahe 夏荷", "bianwu 卞武"),
    "hszfj": ("qianliang 钱亮", "baolei 鲍磊", "shihui 史慧", "renjie 任杰"),
    "hsrsj": ("lvfang 吕芳", "kongde 孔德", "mengyao 孟瑶", "longfei 龙飞"),
    "hsjtj": ("wanli 万黎", "duanrui 段睿", "leiming 雷鸣", "houbin 侯斌"),
    "hswjj": ("baixue 白雪", "shaoqi 邵琦", "qinlan 秦岚", "gufeng 顾峰"),
    "hsmzj": ("jiahui 贾慧", "xuekun 薛堃", "yinhua 尹华", "longwu 龙武"),
    "hsnyj": ("tianfeng 田丰", "hemiao 何苗", "maixiu 麦秀", "shigen 石根"),
    "yinjiang": ("yingchun 应春", "wangshuai 王帅", "lichen 励晨", "maoguohua 毛国华"),
    "jishigang": ("zhoumi 周密", "xubin 徐彬", "wuying 邬瑛", "chentao 陈涛"),
    "gulin": ("shiyu 施雨", "linhai 林海", "zhujun 竺君", "hongyi 洪毅"),
    "ximen": ("sunli 孙莉", "yangfan 杨帆", "zhengjie 郑洁", "leding 乐定"),
    "yuehu": ("fanxi 范熙", "quanyi 全毅", "tujing 屠静", "zhuangyan 庄严"),
    "wangchun": ("shuilian 水莲", "ganlu 甘露", "weiqi 卫祺", "zhanpeng 詹鹏"),
}
# In a small unit whoever signs also heads its disclosure office.
_SMALL_DUTIES = (CLERK, (HANDLE,), (CHECK_SECRECY,), (SIGN, EXTEND))


def _small(unit: str, names: tuple[str, ...]) -> tuple[Person, ...]:
    pairs = (name.split() for name in names)
    return tuple(
        Person(username, full_name, unit, duties)
        for (username, full_name), duties in zip(pairs, _SMALL_DUTIES, strict=True)
    )


PEOPLE: tuple[Person, ...] = (
    *_FULL_STAFF,
    *(person for unit, names in _SMALL_STAFF.items() for person in _small(unit, names)),
)
# Units whose people answer cases, and which the demo's cases are therefore addressed to.
STAFFED: tuple[str, ...] = tuple(dict.fromkeys(person.unit for person in PEOPLE))
