"""The door for an ASGI server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requests_flow.settings.production")
application = get_asgi_application()

from requests_flow.checks import refuse_demo_accounts  # noqa: E402  the apps must be loaded first

refuse_demo_accounts()
