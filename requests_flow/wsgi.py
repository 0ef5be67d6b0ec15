"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from requests_flow.checks import refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requests_flow.settings.production")
application = get_wsgi_application()
refuse_demo_accounts()
