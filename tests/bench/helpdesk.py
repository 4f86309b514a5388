"""django-helpdesk as a site: the settings, the tables with one public queue, and the WSGI application for gunicorn.

`python -m tests.bench.helpdesk` makes the tables; HELPDESK_URL is the address of an empty PostgreSQL database.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
import sqlalchemy as sa
from django.conf import settings
from django.urls import include, path

_url = sa.make_url(os.environ["HELPDESK_URL"])
_APPS = (
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.humanize",
    "django.contrib.messages", "django.contrib.sessions", "django.contrib.sites", "django.contrib.staticfiles",
    "rest_framework", "helpdesk",
)  # fmt: skip
_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
)  # fmt: skip

settings.configure(
    SECRET_KEY="bench",
    DEBUG=False,
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=list(_APPS),
    MIDDLEWARE=list(_MIDDLEWARE),
    ROOT_URLCONF=__name__,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.database,
            "USER": _url.username or "",
            "PASSWORD": _url.password or "",
            "HOST": str(_url.query.get("host") or _url.host or ""),
            "PORT": str(_url.query.get("port") or _url.port or ""),
            "CONN_MAX_AGE": None,
        }
    },
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    MEDIA_ROOT=str(Path.cwd() / "media"),
    STATIC_URL="/static/",
    SITE_ID=1,
    USE_TZ=True,
    LANGUAGE_CODE="en",
    HELPDESK_ACTIVATE_API_ENDPOINT=False,
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_TEAMS_MODEL="auth.User",
    HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
)
django.setup()

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]


def make_tables() -> None:
    """The migrations of django-helpdesk, and one queue that anybody may write to."""
    from django.core.management import call_command
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    Queue.objects.create(title="Public", slug="public", allow_public_submission=True, email_address="desk@example.test")


if __name__ == "__main__":
    make_tables()
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
