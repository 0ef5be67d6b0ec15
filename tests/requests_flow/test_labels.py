"""No code of the law is without a name."""

import re

import pytest
from django.utils import translation
from django.utils.functional import Promise

from requests_flow import labels
from requests_flow.rules.applicants import ApplicantKind
from requests_flow.rules.catalogue import OUTCOMES, Group, Remedy
from requests_flow.rules.clock import ClockState, Deadline, PauseKind, Reason
from requests_flow.rules.errors import ErrorCode
from requests_flow.rules.facts import Fact
from requests_flow.rules.mismatches import Fault
from requests_flow.rules.postal import Carrier, NumberFault
from requests_flow.rules.receipt import Channel
from requests_flow.rules.remedies import OrganKind
from requests_flow.rules.retention import Retention
from requests_flow.rules.upload_checks import UploadCode

# A clause that tells somebody what to do begins with its verb.
DO = re.compile(
    r"(?:^|[.;:,] |\b(?:and|or) )(?:answer|ask|check|choose|clarify|charge|correct|enter|give|keep|"
    r"leave|look|paste|say|see|set|split|use|wait|write)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", ErrorCode)
def test_every_refusal_says_what_to_do_instead(code):
    with translation.override("en"):
        assert DO.search(str(labels.ERRORS[code]))


@pytest.mark.parametrize("fault", Fault)
def test_what_is_wrong_with_an_envelope_says_what_to_do(fault):
    with translation.override("en"):
        sentence = str(labels.ENVELOPE_FAULTS[fault]) % {"about": "X"}

    assert DO.search(sentence) or re.search(r"\. (Put|Take|Write|Correct) ", sentence)


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        (OUTCOMES, labels.OUTCOMES),
        (Fact, labels.FACTS),
        (Channel, labels.CHANNELS),
        (OrganKind, labels.ORGAN_KINDS),
        (ApplicantKind, labels.APPLICANT_KINDS),
        (ClockState, labels.CLOCK_STATES),
        (Group, labels.GROUPS),
        (Deadline, labels.DEADLINES),
        (PauseKind, labels.PAUSE_KINDS),
        (Reason, labels.LEDGER_REASONS),
        (Remedy, labels.REMEDIES),
        (Retention, labels.RETENTIONS),
        (ErrorCode, labels.ERRORS),
        (UploadCode, labels.UPLOAD_REFUSALS),
        (Fault, labels.ENVELOPE_FAULTS),
    ],
)
def test_every_code_has_a_name_of_its_own(codes, names):
    assert set(names) == set(codes)
    assert all(isinstance(name, Promise) for name in names.values())
    assert len({str(name) for name in names.values()}) == len(names)


def test_carriers_and_odd_numbers_have_words():
    assert set(labels.CARRIERS) == set(Carrier)
    assert set(labels.NUMBER_FAULTS) == set(NumberFault)
