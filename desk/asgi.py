"""The ASGI application: `desk.asgi:application`. Loads knowledge and the danger patterns before the first request."""

import os
from typing import cast

from asgiref.typing import ASGI3Application
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")
_django = get_asgi_application()

from desk.gateway.body import BodyCap  # noqa: E402  (Django must be set up first)
from desk.gateway.policy import policy  # noqa: E402

policy()
application = BodyCap(cast(ASGI3Application, _django))
