"""DATABASE_URL as Django's settings and as psycopg's string."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from landbridge.service.database_url import (
    DatabaseUrlError,
    conninfo,
    limit_idle_transactions,
    parse_database_url,
    pool,
)


def test_a_server_with_everything() -> None:
    settings = parse_database_url("postgresql://ann:p%40ss@db.example:5433/land%20bridge?sslmode=require")
    assert {key: settings[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "land bridge",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_folder() -> None:
    settings = parse_database_url("postgresql://postgres:@/landbridge?host=/tmp/data")
    assert (settings["HOST"], settings["NAME"], settings["PASSWORD"]) == ("/tmp/data", "landbridge", "")


def test_another_database_is_refused_without_repeating_the_password() -> None:
    with pytest.raises(DatabaseUrlError, match="postgresql://") as caught:
        parse_database_url("mysql://ann:hunter2@db/land")
    assert "hunter2" not in str(caught.value)


def test_the_same_settings_for_sessions_outside_of_django() -> None:
    url = "postgresql://ann:p%40ss@db.example:5433/land?sslmode=require"
    settings = parse_database_url(url)
    pool(settings, 5)
    assert settings["OPTIONS"]["pool"]["max_size"] == 5
    assert conninfo_to_dict(conninfo(settings)) == {
        "dbname": "land",
        "user": "ann",
        "password": "p@ss",
        "host": "db.example",
        "port": "5433",
        "sslmode": "require",
    }


def test_the_limit_of_idle_transactions_leaves_the_options_of_the_address() -> None:
    settings = parse_database_url("postgresql://ann@db/land?options=-c%20search_path%3Dours&sslmode=require")
    assert limit_idle_transactions(settings)["OPTIONS"] == {
        "options": "-c idle_in_transaction_session_timeout=5000 -c search_path=ours",
        "sslmode": "require",
    }
