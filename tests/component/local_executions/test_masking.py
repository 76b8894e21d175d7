"""What the execution log keeps of a body: everything but secrets, however a client writes them."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.local.governance import masking
from landbridge.local.governance.masking import MASK, masked_address, masked_json, masked_xml

SECRET = "Tr0ub4dor-Kq9x"
NAMES = st.sampled_from(["password", "Password2", "signature", "newPassword", "consumerSecret", "ccNumber"])
WRITTEN = st.sampled_from(
    [
        SECRET,
        f"<![CDATA[{SECRET}]]>",
        f"{SECRET[:5]}<!-- -->{SECRET[5:]}",
        "".join(f"&#{ord(one)};" for one in SECRET),
        "".join(f"&#x{ord(one):x};" for one in SECRET),
        f"\n  {SECRET}\n",
        f"<value>{SECRET}</value>",
        f"<a b='>'/>{SECRET}",
    ]
)
START_TAGS = st.sampled_from(["", " algorithm='HMAC-SHA256'", ' a="&gt;>" b=">"', "\n", ' xmlns:z="urn:z"'])
AROUND = st.text(
    st.characters(codec="utf-8", exclude_characters="<>&\x00", exclude_categories=("C",)), max_size=40
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])


def readable(content: bytes) -> str:
    """What a reader could make of it: entities resolved, no marks between the letters."""
    text = html.unescape(content.decode("utf-8", "replace"))
    return text.replace("<!-- -->", "").replace("\0", "")


@given(
    NAMES,
    st.sampled_from(["", "m:", "ns1:"]),
    START_TAGS,
    WRITTEN,
    AROUND,
    AROUND,
    ENCODINGS,
    st.integers(1, 500),
)
@settings(deadline=None, max_examples=150)
def test_no_secret_is_kept_of_any_message(
    name: str, prefix: str, tag: str, written: str, before: str, after: str, encoding: str, largest: int
) -> None:
    message = (
        f'<e xmlns:m="urn:m" xmlns:ns1="urn:n"><head>{before}</head>'
        f"<{prefix}{name}{tag}>{written}</{prefix}{name}><!-- <password>{SECRET}</password> --><?hidden {SECRET}?>"
        f"<body>{after}</body></e>"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masking, "LARGEST", largest)
        for body in (message.encode(encoding), message[: len(message) * 2 // 3].encode(encoding)):
            kept = masked_xml(body)
            assert kept.content is None or SECRET not in readable(kept.content)
            assert kept.content is None or len(kept.content) <= largest + len(MASK)
    whole = masked_xml(message.encode(encoding)).content
    assert whole is not None
    assert f"<body>{after}</body></e>" in whole.decode()
    assert f"<head>{before}</head>" in whole.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"<e><password>" + SECRET.encode(),
        b"<e><password>" + SECRET.encode() + b"</e>",
        b"<!DOCTYPE e [<!ENTITY x 'password'>]><e><password>" + SECRET.encode() + b"</password></e>",
        b'<e><password href="#1"/><multiRef id="1">' + SECRET.encode() + b"</multiRef></e>",
        b'<?xml version="1.0" encoding="klingon"?><e><password>' + SECRET.encode() + b"</password></e>",
        b"\xff\xfe<",
    ],
)
def test_nothing_is_kept_of_a_message_that_cannot_be_read(body: bytes) -> None:
    kept = masked_xml(body)
    assert (kept.content, kept.size) == (None, len(body))


def test_a_message_without_secrets_is_kept_as_it_is() -> None:
    body = '<?xml version="1.0" encoding="UTF-8"?>\n<a  b = "c"><d/>Grüße</a >\n'.encode()
    assert masked_xml(body).content == body


def test_custom_fields_and_bytes_of_other_encodings() -> None:
    body = f"""<?xml version="1.0" encoding="ISO-8859-1"?><e>ä<customField scriptId="custentity_api_password" x="1">
        <value>{SECRET}</value></customField><customField scriptId="custentity_colour"><value>red</value></customField></e>"""
    kept = masked_xml(body.encode("latin-1")).content
    assert kept is not None
    assert SECRET not in kept.decode()
    assert "<value>red</value>" in kept.decode()
    assert "ä" in kept.decode()


@given(
    st.recursive(
        st.just(SECRET) | st.integers() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=8,
    ),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-16", "utf-32"]),
)
@settings(deadline=None)
def test_no_secret_is_kept_of_any_document(inner: object, escaped: bool, encoding: str) -> None:
    text = json.dumps({"companyName": "Acme", "password": inner, "list": [{"clientSecret": inner}]})
    if escaped:
        text = text.replace("password", "\\u0070assword")
    kept = masked_json(text.encode(encoding)).content
    assert kept is not None
    assert SECRET not in kept.decode()
    assert json.loads(kept)["companyName"] == "Acme"


def test_of_names_that_stand_twice_none_carries_a_secret_through() -> None:
    kept = masked_json(f'{{"password": "{SECRET}", "password": "****", "a": 1}}'.encode()).content
    assert kept is not None
    assert SECRET not in kept.decode()
    assert json.loads(kept) == {"password": MASK, "a": 1}


@pytest.mark.parametrize(
    "name",
    [
        "apiKey",
        "custentity_api_key",
        "authToken",
        "custrecord_auth_token",
        "pwd",
        "bankAccountNumber",
    ],
)
def test_keys_and_bank_accounts_are_secrets_too(name: str) -> None:
    custom = f'<e><f scriptId="{name}"><value>{SECRET}</value></f><{name}>{SECRET}</{name}></e>'
    for kept in (masked_json(json.dumps({name: SECRET}).encode()), masked_xml(custom.encode())):
        assert kept.content is not None
        assert SECRET not in kept.content.decode()
    assert SECRET not in masked_address(f"https://x/a?{name}={SECRET}")


@given(AROUND, st.sampled_from(["password", "\\u0070assword"]), st.sampled_from(["utf-8", "utf-16"]))
@settings(deadline=None, max_examples=50)
def test_of_a_long_document_what_stands_before_its_first_secret_is_kept(
    before: str, name: str, encoding: str
) -> None:
    document = (
        f'{{"memo": {json.dumps(before, ensure_ascii=False)}, "{name}": "{SECRET}", "list": [{"1," * 100}1]}}'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masking, "LARGEST", 200)
        kept = masked_json(document.encode(encoding))
        assert kept.cut
    assert kept.content is not None
    assert SECRET not in kept.content.decode()
    if "\\u" not in json.dumps(before, ensure_ascii=False):
        assert document.startswith(kept.content.decode())


def test_of_a_long_document_only_the_beginning_is_looked_at() -> None:
    body = b'{"memo": "' + "ä".encode() * masking.LARGEST + b'", "password": "' + SECRET.encode() + b'"}'
    kept = masked_json(body)
    assert (kept.size, kept.cut) == (len(body), True)
    assert kept.content is not None
    assert body.startswith(kept.content)
    assert len(kept.content) > masking.LARGEST - 4
    assert masked_json(b"\xff" * (masking.LARGEST + 1)).content is None
    assert masked_json(b'{"a": "\xff' + b"a" * masking.LARGEST).content is None


def test_documents_that_cannot_be_read_and_those_without_secrets() -> None:
    assert masked_json(b'{"password": "' + SECRET.encode()).content is None
    assert masked_json(b"\xff\xfe\xff").content is None
    assert masked_json(b'{"a" :  1}').content == b'{"a" :  1}'
    assert masked_json(b"").content == b""
    assert masked_json(b'{"password":' * 3000).content is None


def test_addresses_show_no_secret_parameters() -> None:
    assert masked_address("https://x/a?q=a%20b&limit=5") == "https://x/a?q=a%20b&limit=5"
    assert (
        masked_address(f"https://x/a?access_token={SECRET}&limit=5")
        == "https://x/a?access_token=****&limit=5"
    )
    assert SECRET not in masked_address(f"https://x/a?pass%77ord={SECRET}")
