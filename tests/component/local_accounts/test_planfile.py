"""The file of `serve --accounts`: what it says, and how each mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.local.accounts.planfile import read
from landbridge.local.addresses import Address
from landbridge.local.cli import app
from landbridge.local.seeds.errors import SeedError
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.server import Shared

EVERYTHING = """
- account: "1234567"
  company_name: Ozone
  data: data
  seed: company.yaml
  suiteapp: project
  bundles: offered
  wsdl_dir: wsdl
  http: 127.0.0.1:18080
  tls: localhost:18443
  control: 127.0.0.1:18090
  time_zone: Europe/Berlin
  date_format: D.M.YYYY
  time_format: "H:mm"
  release: "2024.2"
  tier: premium
  licences: 2
  https_transfer_timeout: 1.5
  token_secret_file: secret
- account: 1234567_SB1
"""


def written(folder: Path, text: str) -> Path:
    (folder / "company.yaml").write_text("base: empty\n")
    (folder / "secret").write_text("f" * 64 + "\n")
    (folder / "blank").write_text("\n")
    for name in ("project", "offered", "wsdl", "broken"):
        (folder / name).mkdir()
    (folder / "broken" / "account.sqlite3").write_text("no database" * 100)
    file = folder / "accounts.yaml"
    file.write_text(text)
    return file


@pytest.mark.requirement("side-01")
def test_each_account_has_what_the_file_gives_it(tmp_path: Path) -> None:
    full, bare = read(written(tmp_path, EVERYTHING), Shared())
    assert (full.settings.account_id, full.settings.company_name) == ("1234567", "Ozone")
    assert (full.settings.time_zone, full.settings.date_format, full.settings.time_format) == (
        "Europe/Berlin",
        "D.M.YYYY",
        "H:mm",
    )
    assert (full.settings.release, full.settings.tier, full.settings.licences) == ("2024.2", "premium", 2)
    assert (full.settings.https_transfer_timeout, full.settings.wsdl_folder) == (1.5, tmp_path / "wsdl")
    assert (full.listening.http, full.listening.tls) == (
        Address("127.0.0.1", 18080),
        Address("localhost", 18443),
    )
    assert full.listening.control == Address("127.0.0.1", 18090)
    assert (full.data, full.seed) == (tmp_path / "data", str(tmp_path / "company.yaml"))
    assert (full.suiteapp, full.bundles) == (tmp_path / "project", tmp_path / "offered")
    assert full.secrets.token_secret == "f" * 64
    assert (bare.seed, bare.data, bare.listening.http.port) == ("demo", None, 0)


@pytest.mark.requirement("side-02")
def test_accounts_of_a_file_share_no_key(tmp_path: Path) -> None:
    one, other = read(written(tmp_path, '- account: "1"\n- account: "2"\n'), Shared())
    keys = {one.secrets.consumer_key, other.secrets.consumer_key, TokenSecrets().consumer_key}
    assert len(keys) == 3
    assert one.secrets == TokenSecrets.of_account("1", {})


FIRST = '- account: "1"\n'


@pytest.mark.requirement("side-01")
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("accounts: []", 1, "a list is expected here"),
        ("- seed: demo", 1, "'account' is missing"),
        ("- account: no such account", 1, "is not an account id"),
        (FIRST + "  sede: demo", 2, "unknown key 'sede'"),
        (FIRST + FIRST, 2, "account 1 is taken already: line 1"),
        (FIRST + "  data: d\n- account: '2'\n  data: ./d", 4, "is taken already: line 2"),
        (FIRST + "  tls: 127.0.0.1:9\n- account: '2'\n  http: localhost:9", 4, "port 9 is taken already"),
        (FIRST + "  http: 127.0.0.1:8443", 2, "port 8443 is taken already: shared"),
        (FIRST + "  control: 0.0.0.0:9", 2, "listens on a loopback address only"),
        (FIRST + "  http: nowhere", 2, "is no HOST:PORT"),
        (FIRST + "  seed: garden", 2, "is no seed"),
        (FIRST + "  seed: missing.yaml", 2, "No such file"),
        (FIRST + "  tier: gold", 2, "is no tier"),
        (FIRST + "  time_zone: Mars/Base", 2, "is not a time zone"),
        (FIRST + "  licences: many", 2, "a whole number is expected here"),
        (FIRST + "  https_transfer_timeout: soon", 2, "a number of seconds is expected here"),
        (FIRST + "  consumer_secret: abc", 2, "unknown key 'consumer_secret'"),
        (FIRST + "  token_id_file: missing", 2, "cannot be read as a secret"),
        (FIRST + "  token_id_file: blank", 2, "it is empty"),
        (
            FIRST + "  consumer_key_file: secret\n- account: '2'\n  consumer_key_file: secret",
            4,
            "its consumer key is taken already: line 2",
        ),
        (FIRST + "  bundles: missing", 2, "missing is no folder"),
        (FIRST + "  suiteapp: secret", 2, "secret is no folder"),
        (FIRST + "  wsdl_dir: missing", 2, "missing is no folder"),
        (FIRST + "  data: secret", 2, "secret is no folder"),
        (FIRST + "  data: d\n- account: '2'\n  data: d/inside", 4, "is taken already: line 2"),
        (FIRST + "  data: d/inside\n- account: '2'\n  data: d", 4, "is taken already: line 2"),
        (
            FIRST + "  http: 0.0.0.0:9\n- account: '2'\n  http: 127.0.0.1:9",
            4,
            "port 9 is taken already: line 2",
        ),
        (FIRST + "  tls: 0.0.0.0:8443", 2, "port 8443 is taken already: shared"),
        (FIRST + "  time_zone: Europe", 2, "is not a time zone"),
        (FIRST + "  https_transfer_timeout: .nan", 2, "a number of seconds above 0"),
        (FIRST + "  https_transfer_timeout: .inf", 2, "a number of seconds above 0"),
        (FIRST + "  release: [", 3, "expected the node content"),
    ],
    ids=lambda value: None if isinstance(value, int) else value.strip().splitlines()[-1],
)
def test_a_mistake_is_named_by_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    file = written(tmp_path, text + "\n")
    with pytest.raises(SeedError) as refused:
        read(file, Shared(tls=Address("127.0.0.1", 8443)))
    assert str(refused.value).startswith(f"{file}:{line}: ")
    assert words in str(refused.value)


@pytest.mark.requirement("side-01")
@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("[]", [], "it names no account"),
        (FIRST, ["--http", "127.0.0.1:9", "--tls", "localhost:9"], "port 9 is taken twice"),
        (FIRST, ["--seed", "demo", "--date-format", "M/D/YYYY"], "--date-format, --seed: with --accounts"),
        (FIRST + "  data: broken", [], "account 1: "),
        (FIRST + "- account: '2'\n  suiteapp: wsdl", [], "account 2: "),
    ],
    ids=["no account", "one port twice", "options of one account", "data is no database", "no project"],
)
def test_the_command_says_what_is_wrong_and_serves_none(
    tmp_path: Path, text: str, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["serve", "--accounts", str(written(tmp_path, text + "\n")), *options])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert (said.out, words in said.err) == ("", True), said.err
