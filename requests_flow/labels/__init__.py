"""What the codes of the law are called on screen. What the law prints is not here."""

from django.utils.translation import gettext_lazy as _

from ..rules.applicants import ApplicantKind
from ..rules.catalogue import Group, Remedy
from ..rules.clock import ClockState, Deadline, PauseKind, Reason
from ..rules.facts import Fact
from ..rules.receipt import Channel
from ..rules.remedies import OrganKind
from ..rules.retention import Retention
from ..rules.upload_checks import UploadCode
from .envelope_faults import ENVELOPE_FAULTS as ENVELOPE_FAULTS
from .refusals import ERRORS as ERRORS
from .sending import CARRIERS as CARRIERS
from .sending import NUMBER_FAULTS as NUMBER_FAULTS
from .sending import private_courier_sentence as private_courier_sentence
from .unusual import UNUSUAL as UNUSUAL

GROUPS = {
    Group.DISCLOSED: _("Disclosed"),
    Group.IN_PART: _("Disclosed in part"),
    Group.REFUSED: _("Refused"),
    Group.UNAVAILABLE: _("Cannot be provided"),
    Group.NOT_HANDLED: _("Not handled"),
    Group.OTHER: _("Otherwise closed"),
}

OUTCOMES = {
    "A1": _("Already published: say where"),
    "A2": _("Disclose"),
    "A3": _("Disclose in the public interest, over a third party's head"),
    "B": _("Disclose in part"),
    "C1": _("Refuse: state secret"),
    "C2": _("Refuse: forbidden by law or administrative regulation"),
    "C3": _("Refuse: danger to state, public or economic security or social stability"),
    "C4": _("Refuse: rights of a third party"),
    "C5": _("Refuse: internal affairs"),
    "C6": _("Refuse: deliberation still under way"),
    "C7": _("Refuse: enforcement file"),
    "C8": _("Refer to the special rules of access"),
    "D1a": _("Searched, and does not exist"),
    "D1b": _("Another organ is responsible"),
    "D2": _("Would have to be made"),
    "D3": _("Still unclear after correction"),
    "E1": _("A petition, complaint or report"),
    "E2": _("Asked and answered before"),
    "E3": _("A publication on sale or in libraries"),
    "E4": _("Unreasonably many requests"),
    "E5": _("Wants what was given confirmed or issued anew"),
    "F1": _("Closed: not corrected in time"),
    "F2": _("Closed: fee not paid in time"),
    "F3": _("Closed: other ground"),
}

FACTS = {
    Fact.PUBLISHED_AT: _("where it is published"),
    Fact.DOCUMENTS_LISTED: _("the list of documents"),
    Fact.SECRECY_CHECKED: _("the secrecy check, item by item"),
    Fact.FORM_OF_PROVISION: _("how and when it is provided"),
    Fact.THIRD_PARTY_ASKED: _("the third party's opinion, or proof of its silence"),
    Fact.PUBLIC_INTEREST_REASON: _("why the public interest prevails"),
    Fact.THIRD_PARTY_TOLD: _("the written notice to the third party"),
    Fact.REDACTIONS_LISTED: _("the list of redactions"),
    Fact.CLASSIFICATION_BASIS: _("the basis, level and term of the classification"),
    Fact.FORBIDDING_LAW: _("the article that forbids disclosure"),
    Fact.RISK_ASSESSED: _("the assessment of the risk"),
    Fact.OWN_ASSESSMENT: _("our own assessment of the third party's reasons"),
    Fact.INTERNAL_REASON: _("why it is internal, without effect outside"),
    Fact.NO_RULE_ORDERS_DISCLOSURE: _("that no rule orders disclosure"),
    Fact.DECISION_STAGE: _("the stage the decision has reached"),
    Fact.ENFORCEMENT_FILE: _("the number of the enforcement file"),
    Fact.SPECIAL_RULE: _("the special rule, and the desk that applies it"),
    Fact.SEARCH_RECORDED: _("the record of the search"),
    Fact.RIGHT_ORGAN: _("why not us, and who, if that can be told"),
    Fact.WHAT_EXISTS: _("what exists, and what would have to be made"),
    Fact.CORRECTION_EXCHANGED: _("the notice to correct, and the reply to it"),
    Fact.CONTENT_ANALYSED: _("the analysis of what is really asked, and the proper channel"),
    Fact.EARLIER_REPLY: _("the number and date of the earlier reply"),
    Fact.WHERE_PUBLISHED: _("where the publication can be had"),
    Fact.STATISTICS_AND_REASONS: _("the count of requests, the question for reasons, the answer"),
    Fact.GIVEN_BEFORE: _("what was given before"),
    Fact.CORRECTION_NOTICE_SERVED: _("proof that the notice to correct was served"),
    Fact.FEE_NOTICE_SERVED: _("proof that the fee notice was served"),
    Fact.CLOSING_GROUND: _("the ground of closing, such as the signed withdrawal"),
}

CHANNELS = {
    Channel.COUNTER: _("in person"),
    Channel.REGISTERED_POST: _("by registered post"),
    Channel.ORDINARY_POST: _("by ordinary post"),
    Channel.ONLINE: _("online"),
    Channel.FAX: _("by fax"),
}

ORGAN_KINDS = {
    OrganKind.GOVERNMENT: _("district government"),
    OrganKind.GOVERNMENT_OFFICE: _("office of the district government, answering for it"),
    OrganKind.DEPARTMENT: _("department of the district"),
    OrganKind.TOWN: _("town government"),
    OrganKind.STREET: _("street office"),
    OrganKind.MUNICIPAL_BRANCH: _("branch of a municipal department"),
    OrganKind.VERTICAL: _("organ led from above in its own line"),
    OrganKind.AUTHORISED: _("organisation authorised by law"),
    OrganKind.JUSTICE_BUREAU: _("justice bureau of the district"),
}

APPLICANT_KINDS = {
    ApplicantKind.NATURAL_PERSON: _("natural person"),
    ApplicantKind.COMPANY: _("company"),
    ApplicantKind.RESEARCH: _("research institution"),
    ApplicantKind.WELFARE: _("public welfare organisation"),
    ApplicantKind.LAW_SERVICE: _("legal service"),
    ApplicantKind.OTHER: _("other organisation"),
}

CLOCK_STATES = {
    ClockState.RUNNING: _("running"),
    ClockState.PAUSED: _("paused: others are being asked"),
    ClockState.AWAITING_CORRECTION: _("waiting for the applicant to correct"),
    ClockState.AWAITING_PAYMENT: _("waiting for the applicant to pay"),
    ClockState.LATE: _("overdue"),
    ClockState.ANSWERED: _("answered in time"),
    ClockState.ANSWERED_LATE: _("answered late"),
    ClockState.WITHDRAWN: _("withdrawn"),
}

DEADLINES = {
    Deadline.CORRECTION_NOTICE: _("last day to ask for a correction"),
    Deadline.CORRECTION_PERIOD: _("last day for the applicant to correct"),
    Deadline.THIRD_PARTY: _("last day for the third party"),
    Deadline.CO_MAKER: _("last day for the co-maker"),
    Deadline.REASONS: _("last day for the applicant to give reasons"),
    Deadline.FEE_PAYMENT: _("last day for the applicant to pay"),
    Deadline.REVIEW_SIMPLIFIED: _("last day to answer the review (simplified)"),
    Deadline.REVIEW_ORDINARY: _("last day to answer the review"),
    Deadline.SUIT: _("last day to answer the suit, with the evidence"),
    Deadline.REDO: _("last day to decide anew"),
}

PAUSE_KINDS = {
    PauseKind.THIRD_PARTY: _("third party"),
    PauseKind.CO_MAKER: _("co-maker"),
    PauseKind.OTHER_ORGAN: _("other organ"),
}

LEDGER_REASONS = {
    Reason.RECEIVED: _("received: not counted"),
    Reason.COUNTED: _("counted"),
    Reason.WORKED_WEEKEND: _("weekend worked in exchange: counted"),
    Reason.WEEKEND: _("weekend"),
    Reason.HOLIDAY: _("holiday"),
    Reason.PAUSED: _("others are being asked"),
    Reason.AWAITING: _("the applicant is correcting"),
    Reason.DISCARDED: _("before the correction: not counted"),
    Reason.RESTARTED: _("corrected: the clock starts again tomorrow"),
    Reason.MOVED: _("received on a day of rest: counted as the next working day"),
    Reason.AWAITING_PAYMENT: _("the applicant has to pay"),
    Reason.BEFORE_PAYMENT: _("before the payment: not counted"),
    Reason.PAID: _("paid: the clock starts again tomorrow"),
    Reason.AWAITING_REASONS: _("the applicant gives reasons"),
    Reason.DELAYED: _("delayed to the day that was set"),
}

REMEDIES = {
    Remedy.REVIEW_FIRST: _("review first, then court"),
    Remedy.EITHER: _("review or court"),
    Remedy.SPLIT: _("review first for what is withheld"),
    Remedy.NONE: _("none"),
}

# No answer in time. Told on screen; there is no letter that could say it (docs/doubts.md).
SILENCE = {
    Remedy.EITHER: _(
        "The applicant may apply for review, or go to court within 6 months of the last day "
        "(%(basis)s)."
    ),
    Remedy.REVIEW_FIRST: _(
        "The applicant may apply for review, and only then go to court (行政复议法 art. 23(1)(3))."
    ),
}

RETENTIONS = {
    Retention.PERMANENT: _("for ever"),
    Retention.THIRTY_YEARS: _("30 years"),
    Retention.TEN_YEARS: _("10 years"),
}


UPLOAD_REFUSALS = {
    UploadCode.EMPTY: _("The file is empty."),
    UploadCode.TOO_LARGE: _("The file is too large."),
    UploadCode.NAME_MISSING: _("The file has no name."),
    UploadCode.EXTENSION_NOT_ALLOWED: _("Files of this kind are not taken in."),
    UploadCode.DOUBLE_EXTENSION: _("The file's name ends in two kinds at once."),
    UploadCode.NOT_WHAT_IT_SAYS: _("The file is not of the kind its name says."),
    UploadCode.DAMAGED: _("The file is damaged and cannot be read."),
    UploadCode.POLYGLOT: _("The file is of several kinds at once."),
    UploadCode.ENCRYPTED: _("The file is locked by a password."),
    UploadCode.ACTIVE_CONTENT: _("The file contains something that runs when it is opened."),
    UploadCode.MACROS: _("The file contains macros."),
    UploadCode.EMBEDDED_FILE: _("The file contains another file."),
    UploadCode.EXTERNAL_REFERENCE: _("The file fetches something from outside itself."),
    UploadCode.BOMB: _("The file grows too large when it is unpacked."),
    UploadCode.UNSAFE_MEMBER: _("The file contains a part with an unsafe name."),
    UploadCode.DOCTYPE: _("The file declares a document type of its own."),
    UploadCode.NOT_PLAIN_TEXT: _("The file is not plain text."),
}
