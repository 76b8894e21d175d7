"""A local account with the demo seed, served over HTTP on a free port, and people at its pages."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from landbridge.local.account import Account
from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import RunningAccount, running_account
from tests.keyfiles import packed

from .browser import Browser


@pytest.fixture
def running() -> Iterator[RunningAccount]:
    """The account with the SuiteApp installed."""
    with running_account(suiteapp=suiteapp_folder()) as running:
        yield running


@pytest.fixture
def account(running: RunningAccount) -> Account:
    return running.account


@pytest.fixture
def new_browser(running: RunningAccount) -> Callable[[], Browser]:
    port = int(running.http.rpartition(":")[2])
    return lambda: Browser(port)


@pytest.fixture
def admin(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sign_in("admin@demo.example")


@pytest.fixture
def anna(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sign_in("anna@demo.example")


@pytest.fixture(scope="session")
def key_file() -> str:
    """A PKCS#12 file in base64, password ``secret``."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return base64.b64encode(packed(key, b"secret")).decode()
