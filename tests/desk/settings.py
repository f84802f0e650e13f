"""Settings of the desk for tests: unrealistic secrets, a database file of its own, no limits, no thread pool."""

import os
import tempfile
from pathlib import Path

os.environ.update(
    SECRET_KEY="only-for-tests-" * 4,
    SERVICE_TOKEN="service-token-for-tests",
    BRAIN_SECRET="brain-secret-for-tests",
    BRAIN_URL="http://127.0.0.1:9",
    BRAIN_TIMEOUT_SECONDS="2",
    RATE_CONVERSATION_PER_MINUTE="0",
    RATE_ADDRESS_PER_MINUTE="0",
    RATE_ADDRESS_PER_DAY="0",
    DB_THREADS="0",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    ALLOWED_ORIGINS="https://clinic.example",
    VAR_DIR=tempfile.mkdtemp(prefix="desk-tests-"),
)
os.environ.pop("DATABASE_URL", None)
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from desk.settings import *  # noqa: F403
from desk.settings import DATABASES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, not memory: tests with real threads must see one database.
DATABASES["default"]["TEST"] = (
    {"NAME": str(Path(VAR_DIR) / "test.sqlite3")} if "sqlite" in str(DATABASES["default"]["ENGINE"]) else {}
)
