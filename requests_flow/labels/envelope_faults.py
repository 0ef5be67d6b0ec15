"""What is wrong with an envelope, in a sentence that says what to do. `%(about)s`: what it is about."""

from django.utils.translation import gettext_lazy as _

from ..rules.mismatches import Fault

ENVELOPE_FAULTS = {
    Fault.OTHER_CASE: _("This letter (%(about)s) belongs to another case. Take it out."),
    Fault.OTHER_LETTER: _(
        "This is not the letter of this case that is to leave (%(about)s). Take it out."
    ),
    Fault.NOT_THE_REPLY: _("This is a notice and not the answer (%(about)s). Put in the answer."),
    Fault.STAYS_IN_THE_HOUSE: _("This paper (%(about)s) stays in the file. Take it out."),
    Fault.VOIDED: _("This letter (%(about)s) is voided. Put in the one that replaces it."),
    Fault.SUPERSEDED: _(
        "This letter (%(about)s) was not made from the last draft that was signed. Look at the "
        "drafts of the case first."
    ),
    Fault.NUMBER: _(
        "The number on the envelope (%(about)s) is not the letter's. Write the right one."
    ),
    Fault.BYTES: _(
        "The file of the letter (%(about)s) is not the one that was issued, or is gone. Give "
        "nothing out, and tell the administrator."
    ),
    Fault.ADDRESSEE: _(
        "The addressee “%(about)s” is not the one to whom this letter is written. Look at the "
        "application and at the letter."
    ),
    Fault.ADDRESSEE_MISSING: _("The envelope has no addressee. Enter one on the case."),
    Fault.ADDRESS: _(
        "The address “%(about)s” is not the one of this application. Enter that of the case."
    ),
    Fault.ADDRESS_MISSING: _(
        "There is no postal address for %(about)s. Ask for one, or hand the letter over."
    ),
    Fault.ADDRESS_MASKED: _(
        "A part of the address “%(about)s” is hidden or was never filled in. Enter it in full."
    ),
    Fault.POSTCODE: _("The postcode “%(about)s” is not the one of this application. Correct it."),
    Fault.EMAIL: _("The e-mail address “%(about)s” is not this application's. Use the case's own."),
    Fault.ATTACHMENT_MISSING: _(
        "“%(about)s” goes with this letter and is not confirmed. Put it in and tick it."
    ),
    Fault.ATTACHMENT_FOREIGN: _("“%(about)s” is no file of this case to hand out. Take it out."),
    Fault.ATTACHMENT_EXTRA: _("“%(about)s” is not among what was signed. Take it out."),
    Fault.ATTACHMENT_CHANGED: _(
        "“%(about)s” is not the file that was checked and signed, or is gone. Give nothing out, "
        "and tell the administrator."
    ),
    Fault.ATTACHMENT_RENAMED: _(
        "“%(about)s” is called otherwise in what was signed. Look at both files."
    ),
    Fault.ATTACHMENT_PAGES: _(
        "“%(about)s” has not the number of pages that was signed. Look at both files."
    ),
    Fault.ATTACHMENT_TWICE: _("“%(about)s” is in the envelope twice. Take one out."),
    Fault.ATTACHMENT_ORDER: _(
        "The attachments are not in the order of the letter. Put them in as the letter numbers them."
    ),
    Fault.FILE_SAYS_NOTHING: _(
        "The file of the letter %(about)s does not say what it is. Give nothing out, and tell "
        "the administrator."
    ),
    Fault.FILE_SAYS_LETTER: _(
        "The file kept for %(about)s says that it is a letter of another kind. Give nothing out, "
        "and tell the administrator."
    ),
    Fault.FILE_SAYS_NUMBER: _(
        "The file kept for %(about)s bears another number. Give nothing out, and tell the "
        "administrator."
    ),
    Fault.FILE_SAYS_CASE: _(
        "The file kept for %(about)s says that it belongs to another case. Give nothing out, and "
        "tell the administrator."
    ),
    Fault.FILE_SAYS_DATE: _(
        "The file kept for %(about)s bears another date. Give nothing out, and tell the "
        "administrator."
    ),
    Fault.FILE_SAYS_ADDRESSEE: _(
        "The file kept for %(about)s is written to somebody else. Give nothing out, and tell the "
        "administrator."
    ),
    Fault.FILE_SAYS_ATTACHMENTS: _(
        "The file kept for %(about)s names other attachments. Give nothing out, and tell the "
        "administrator."
    ),
}
