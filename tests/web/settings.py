"""Settings for tests: a team installation, on SQLite or on the server that TEST_DATABASE_URL names."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="advisor-web-tests-"))
for _name in [name for name in os.environ if name.startswith("ADVISOR_")]:
    del os.environ[_name]
os.environ |= {
    "ADVISOR_ACCOUNTS": "yes",
    "ADVISOR_SECRET_KEY": "only-for-tests-" * 5,
    "ADVISOR_HOSTS": "testserver,localhost,127.0.0.1",
    "ADVISOR_HTTPS": "no",
    "ADVISOR_DATA_DIR": str(FOLDER),
    "ADVISOR_DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
}

from advisor.web.settings import *  # noqa: E402, F403 - the variables come first

# Hashing a password slowly on purpose would be most of the time of the tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
