"""Where each step stands that the organ might take."""

from .what_if import Step

STEP_ARTICLES: dict[Step, str] = {
    Step.ANSWER: "条例第三十三条",
    Step.ASK_CORRECTION: "条例第三十条",
    Step.ASK_THIRD_PARTY: "条例第三十二条、第三十三条第三款",
    Step.ASK_CO_MAKER: "条例第三十四条、第三十三条第三款",
    Step.ASK_OTHER_ORGAN: "条例第十一条、第三十三条第三款",
    Step.EXTEND: "条例第三十三条第二款",
    Step.NOTIFY_FEE: "条例第四十二条；《政府信息公开信息处理费管理办法》第六条、第七条",
}
