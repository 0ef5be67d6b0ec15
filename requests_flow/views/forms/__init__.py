"""The forms of the pages; and the sentences of Django's that an office says in its own words."""

from django.utils.translation import gettext_noop

OF_DJANGO = (gettext_noop("This field is required."),)
