"""What is said of mail numbers and of those who carry letters."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..rules.postal import Carrier, NumberFault, private_courier

CARRIERS = {
    Carrier.EMS: _("EMS (China Post)"),
    Carrier.REGISTERED: _("registered letter (China Post)"),
    Carrier.EXPRESS: _("domestic standard express (China Post)"),
}

NUMBER_FAULTS = {
    NumberFault.PRIVATE: _(
        "This is no number of the postal enterprise. Answers go by the postal enterprise only "
        "(国办公开办函〔2016〕235号, item 2; 邮政法 art. 55)."
    ),
    NumberFault.CHECK_DIGIT: _(
        "The last digit of this number does not fit the others: one sign is probably wrong. Compare "
        "it with the slip; if it stands there so, say so below."
    ),
    NumberFault.UNKNOWN: _(
        "The mail number has a form that is not known here. It was kept as it was typed; compare it "
        "with the slip."
    ),
}


def private_courier_sentence(typed: str) -> str:
    """Why whoever `typed` names may not carry it."""
    if name := private_courier(typed):
        return gettext(
            "%(name)s is a private courier. Answers go by the postal enterprise only "
            "(国办公开办函〔2016〕235号, item 2; 邮政法 art. 55)."
        ) % {"name": name}
    return str(NUMBER_FAULTS[NumberFault.PRIVATE])
