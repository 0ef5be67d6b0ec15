"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requests_flow.settings.production")
application = get_wsgi_application()

from requests_flow import checks  # noqa: E402  the apps must be loaded first
from requests_flow.letters import engine  # noqa: E402

checks.refuse_wrong_keys()
checks.refuse_demo_accounts()
checks.warn_of_missing_years()
engine.warm_up()
