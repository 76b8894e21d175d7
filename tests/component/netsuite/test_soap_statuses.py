"""A failed status can never be taken for success, whatever else the answer holds. The server says what the tests tell it to."""

from __future__ import annotations

import pytest

from landbridge.netsuite import (
    Client,
    FixRecord,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    OutcomeUnknown,
    PermissionMissing,
    RecordMissing,
    RecordToWrite,
    Retry,
    ScriptFailedAfterSave,
    SignInAgain,
    Wait,
)
from tests.component.netsuite.scripted import (
    BLOCKED,
    SUCCESS,
    Answer,
    Request,
    ScriptedNetSuite,
    customer,
    envelope,
    failed,
    fault,
    found,
    read_list,
    written,
)

pytestmark = pytest.mark.requirement("verb-06")

REF = '<baseRef internalId="5" type="customer" xsi:type="platformCore:RecordRef"/>'
AFTER = "<platformCore:afterSubmitFailed>true</platformCore:afterSubmitFailed>"


def detail(kind: str, code: str, extra: str = "") -> str:
    return (
        f'<platformCore:statusDetail type="{kind}"><platformCore:code>{code}</platformCore:code>'
        f"<platformCore:message>Text.</platformCore:message>{extra}</platformCore:statusDetail>"
    )


def status(said: str, *details: str) -> str:
    attribute = f' isSuccess="{said}"' if said else ""
    return f"<platformCore:status{attribute}>{''.join(details)}</platformCore:status>"


NOT_WRITTEN: dict[str, tuple[str, str | None, type[NetSuiteError]]] = {
    "false with a reference": (failed("DUP_ENTITY", "Twin."), "5", FixRecord),
    "false without details": (status("false"), "5", FixRecord),
    "nothing said": (status(""), "5", OutcomeUnknown),
    "something else said": (status("yes"), "5", OutcomeUnknown),
    "success with an error": (status("true", detail("ERROR", "DUP_ENTITY")), "5", OutcomeUnknown),
    "success with an unknown kind of detail": (status("true", detail("FATAL", "X")), "5", OutcomeUnknown),
    "success without a reference": (SUCCESS, None, OutcomeUnknown),
    "success with an empty reference": (SUCCESS, "", OutcomeUnknown),
    "no status": ("", "5", OutcomeUnknown),
    "saved, then failed": (failed("UNEXPECTED_ERROR", "Boom.", AFTER), "5", ScriptFailedAfterSave),
    "success, then failed": (status("true", detail("WARN", "X", AFTER)), "5", ScriptFailedAfterSave),
    "saved, then failed, without a reference": (failed("USER_ERROR", "Boom.", AFTER), None, OutcomeUnknown),
    "an error of NetSuite's own": (failed("UNEXPECTED_ERROR", "Boom."), None, OutcomeUnknown),
}


@pytest.mark.parametrize("case", NOT_WRITTEN)
async def test_no_other_answer_to_a_write_is_success(
    client: Client, netsuite: ScriptedNetSuite, case: str
) -> None:
    said, id_, kind = NOT_WRITTEN[case]
    netsuite.answers = [written("add", said, id_)]
    with pytest.raises(kind) as raised:
        await client.soap.add("customer", {"companyName": "x"})
    assert type(raised.value) is kind
    assert netsuite.operations() == ["add"]


async def test_warnings_are_success(client: Client, netsuite: ScriptedNetSuite) -> None:
    said = status("true", detail("WARN", "WARNING"), detail("INFO", "X"))
    netsuite.answers = [written("add", said)]
    assert (await client.soap.add("customer", {"companyName": "x"})).internal_id == "5"


@pytest.mark.parametrize("operation", ["update", "delete"])
async def test_an_answer_for_another_record_is_no_success(
    client: Client, netsuite: ScriptedNetSuite, operation: str
) -> None:
    netsuite.answers = [written(operation, SUCCESS, "6")]
    arguments = ("customer", "5", {"phone": "1"})[: 3 if operation == "update" else 2]
    with pytest.raises(OutcomeUnknown, match="another record"):
        await getattr(client.soap, operation)(*arguments)


async def test_two_answers_to_one_write_are_no_success(client: Client, netsuite: ScriptedNetSuite) -> None:
    twice = f"<writeResponse>{SUCCESS}{REF}</writeResponse>" * 2
    netsuite.answers = [Answer(envelope(f"<addResponse>{twice}</addResponse>"))]
    with pytest.raises(OutcomeUnknown, match="2 of 1"):
        await client.soap.add("customer", {"companyName": "x"})


async def test_the_answer_to_another_operation_is_no_success(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [written("update", SUCCESS)]
    with pytest.raises(OutcomeUnknown, match="'update' instead"):
        await client.soap.add("customer", {"companyName": "x"})


@pytest.mark.parametrize("http", [200, 500])
async def test_a_fault_is_one_whatever_http_says(
    client: Client, netsuite: ScriptedNetSuite, http: int
) -> None:
    answer = fault("insufficientPermissionFault", "INSUFFICIENT_PERMISSION", "No.")
    answer.status = http
    answer.body = answer.body.replace(
        b"<soapenv:Body>",
        f"<soapenv:Body><addResponse><writeResponse>{SUCCESS}{REF}</writeResponse></addResponse>".encode(),
    )
    netsuite.answers = [answer]
    with pytest.raises(PermissionMissing):
        await client.soap.add("customer", {"companyName": "x"})


NOT_READ: dict[str, tuple[str, type[NetSuiteError]]] = {
    "false with a record": (failed("RCRD_DSNT_EXIST", "No.") + customer(5, tag="record"), RecordMissing),
    "success without a record": (SUCCESS, MalformedReply),
    "success with an error": (
        status("true", detail("ERROR", "USER_ERROR")) + customer(5, tag="record"),
        FixRecord,
    ),
    "another record": (SUCCESS + customer(6, tag="record"), MalformedReply),
    "no status but the list's": (customer(5, tag="record"), MalformedReply),
}


@pytest.mark.parametrize("case", NOT_READ)
async def test_no_other_answer_to_a_read_is_success(
    client: Client, netsuite: ScriptedNetSuite, case: str
) -> None:
    said, kind = NOT_READ[case]
    netsuite.answers = [
        Answer(envelope(f"<getResponse><readResponse>{said}</readResponse></getResponse>")),
        read_list(said),
    ]
    with pytest.raises(kind):
        await client.soap.get("customer", "5")
    (outcome,) = await client.soap.get_list("customer", ["5"])
    assert type(outcome.error) is kind


async def test_a_number_with_leading_zeros_is_the_same_record(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [read_list(SUCCESS + customer(5, tag="record"))]
    (outcome,) = await client.soap.get_list("customer", ["005"])
    assert outcome.value.internal_id == "5"


def write_list(operation: str, *items: str, said: str = SUCCESS) -> Answer:
    responses = "".join(f"<writeResponse>{item}</writeResponse>" for item in items)
    return Answer(
        envelope(
            f"<{operation}Response><writeResponseList>{said}{responses}</writeResponseList></{operation}Response>"
        )
    )


RECORDS = [RecordToWrite("customer", {"companyName": str(number)}) for number in range(3)]


async def test_each_record_of_a_list_has_its_own_status(client: Client, netsuite: ScriptedNetSuite) -> None:
    netsuite.answers = [
        write_list("addList", SUCCESS + REF, failed("DUP_ENTITY", "Twin."), SUCCESS, said=status("false"))
    ]
    good, twin, hollow = await client.soap.add_list(RECORDS)
    assert good.value.internal_id == "5"
    assert isinstance(twin.error, FixRecord)
    assert isinstance(hollow.error, OutcomeUnknown)


@pytest.mark.parametrize(
    "answer",
    [
        write_list("addList", SUCCESS + REF, SUCCESS + REF),
        write_list("addList", *[SUCCESS + REF] * 4),
        write_list("addList", *[SUCCESS + REF] * 3, said=failed("USER_ERROR", "All failed.")),
        write_list("addList", SUCCESS + REF, REF, SUCCESS + REF),
        write_list("updateList", *[SUCCESS + REF] * 3),
        Answer(write_list("addList", *[SUCCESS + REF] * 3).body, cut=400),
        Answer(b"<html/>", 503, {"Content-Type": "text/html"}),
    ],
    ids=["too few", "too many", "all failed", "one without status", "another operation", "cut", "a page"],
)
async def test_a_list_that_is_not_answered_in_full_is_unknown_record_by_record(
    client: Client, netsuite: ScriptedNetSuite, answer: Answer
) -> None:
    netsuite.answers = [answer]
    outcomes = await client.soap.add_list(RECORDS)
    assert [type(outcome.error) for outcome in outcomes] == [OutcomeUnknown] * 3
    assert len(netsuite.requests) == 1


async def test_a_list_that_netsuite_refuses_whole_is_refused_record_by_record(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [write_list("addList", said=failed("USER_ERROR", "No."))]
    outcomes = await client.soap.add_list(RECORDS)
    assert {outcome.error.code for outcome in outcomes if outcome.error} == {"USER_ERROR"}
    assert len({id(outcome.error) for outcome in outcomes}) == 1


def many(count: int) -> list[RecordToWrite]:
    return [RecordToWrite("customer", {"phone": str(number)}, str(number)) for number in range(1, count + 1)]


def each_done(request: Request) -> Answer:
    ids = [part.split('"')[0] for part in request.body.split(' internalId="')[1:]]
    refs = [REF.replace('"5"', f'"{id_}"') for id_ in ids]
    return write_list(request.operation, *(SUCCESS + ref for ref in refs))


@pytest.mark.requirement("verb-02")
async def test_later_pieces_are_written_when_one_is_lost(client: Client, netsuite: ScriptedNetSuite) -> None:
    def answer(request: Request) -> Answer:
        return each_done(request) if len(netsuite.requests) != 2 else Answer(cut=0)

    netsuite.answers = answer
    outcomes = await client.soap.update_list(many(250))
    assert [len(request.body.split("<platformMsgs:record ")) - 1 for request in netsuite.requests] == [
        100,
        100,
        50,
    ]
    assert [outcome.requested.internal_id for outcome in outcomes] == [str(n) for n in range(1, 251)]
    lost = [type(outcome.error) for outcome in outcomes]
    assert lost == [type(None)] * 100 + [OutcomeUnknown] * 100 + [type(None)] * 50


@pytest.mark.requirement("verb-02")
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (
            fault("invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS", "Invalid login attempt."),
            SignInAgain,
        ),
        (fault("insufficientPermissionFault", "WS_PERMISSION_REQD", "No."), FixSetup),
    ],
    ids=["sign-in", "permission"],
)
async def test_nothing_more_is_sent_once_that_is_useless(
    client: Client, netsuite: ScriptedNetSuite, answer: Answer, kind: type[NetSuiteError]
) -> None:
    def after_first(request: Request) -> Answer:
        return each_done(request) if request.element("phone") == "1" else answer

    netsuite.answers = after_first
    outcomes = await client.soap.update_list(many(350))
    assert all(outcome.error is None for outcome in outcomes[:100])
    assert all(isinstance(outcome.error, kind) for outcome in outcomes[100:])
    assert {request.element("phone") for request in netsuite.requests} == {"1", "101"}
    netsuite.answers = [answer]
    with pytest.raises(kind):
        await client.soap.update_list(many(2))
    with pytest.raises(kind):
        await client.soap.get_list("customer", ["1", "2"])


@pytest.mark.requirement("verb-02")
async def test_reads_go_side_by_side_and_a_failed_piece_is_its_own(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    def answer(request: Request) -> Answer:
        ids = [part.split('"')[0] for part in request.body.split(' internalId="')[1:]]
        if ids[0] == "1001":
            return fault("unexpectedErrorFault", "UNEXPECTED_ERROR", "Boom.")
        return read_list(*(SUCCESS + customer(id_, tag="record") for id_ in ids))

    netsuite.answers = answer
    outcomes = await client.soap.get_list("customer", [str(number) for number in range(1, 2501)])
    assert [outcome.value.internal_id for outcome in outcomes[:1000]] == [str(n) for n in range(1, 1001)]
    assert {type(outcome.error) for outcome in outcomes[1000:2000]} == {Retry}
    assert [outcome.requested.internal_id for outcome in outcomes[2000:]] == [
        str(n) for n in range(2001, 2501)
    ]
    assert all(outcome.error is None for outcome in outcomes[2000:])


async def test_a_piece_that_netsuite_has_no_room_for_was_not_written(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = [fault(*BLOCKED)]
    outcomes = await client.soap.delete_list("customer", ["1", "2"])
    assert [type(outcome.error) for outcome in outcomes] == [Wait, Wait]


LOOK_UPS = {
    "getAll": ("get_all", "currency"),
    "getSavedSearch": ("get_saved_search", "customer"),
    "getCustomizationId": ("get_customization_id", "customList"),
    "getAccountGovernanceInfo": ("get_account_governance_info",),
    "getIntegrationGovernanceInfo": ("get_integration_governance_info",),
    "getDeleted": ("get_deleted",),
    "getCurrencyRate": ("get_currency_rate",),
    "getSelectValue": ("get_select_value", "customer", "terms"),
    "getServerTime": ("get_server_time",),
    "search": ("search", "customer"),
}


@pytest.mark.requirement("verb-03")
@pytest.mark.parametrize("operation", LOOK_UPS)
@pytest.mark.parametrize(
    "content",
    [
        "",
        failed("USER_ERROR", "No."),
        SUCCESS.replace("true", "false"),
        "<platformCore:totalRecords>0</platformCore:totalRecords>",
    ],
    ids=["empty", "failed", "false", "no status"],
)
async def test_a_look_up_without_success_is_an_error(
    client: Client, netsuite: ScriptedNetSuite, operation: str, content: str
) -> None:
    result = "searchResult" if operation == "search" else f"{operation}Result"
    netsuite.answers = [
        Answer(
            envelope(
                f"<{operation}Response><platformCore:{result}>{content}</platformCore:{result}></{operation}Response>"
            )
        )
    ]
    verb, *arguments = LOOK_UPS[operation]
    with pytest.raises(NetSuiteError):
        await getattr(client.soap, verb)(*arguments)


@pytest.mark.requirement("verb-03")
async def test_a_look_up_that_answers_less_than_it_counts_is_an_error(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    content = f"{SUCCESS}<platformCore:totalRecords>2</platformCore:totalRecords><platformCore:recordList>{customer(1)}</platformCore:recordList>"
    netsuite.answers = [
        Answer(
            envelope(
                f"<getAllResponse><platformCore:getAllResult>{content}</platformCore:getAllResult></getAllResponse>"
            )
        )
    ]
    with pytest.raises(MalformedReply, match="1 of 2"):
        await client.soap.get_all("currency")


def rows(request: Request, *ids: int, total: int) -> Answer:
    """A page of rows with the column ``internalId``."""
    reply = found(total=total, page_size=5, operation=request.operation).body
    namespaces = (
        'xmlns:r="urn:relationships_2025_2.lists.webservices.netsuite.com"'
        ' xmlns:m="urn:common_2025_2.platform.webservices.netsuite.com"'
    )
    listed = "".join(
        f'<platformCore:searchRow xsi:type="r:CustomerSearchRow" {namespaces}><r:basic><m:internalId>'
        f'<platformCore:searchValue internalId="{id_}"/></m:internalId></r:basic></platformCore:searchRow>'
        for id_ in ids
    )
    pages = f"<platformCore:searchRowList>{listed}</platformCore:searchRowList>".encode()
    return Answer(reply.replace(b"<platformCore:recordList></platformCore:recordList>", pages))


@pytest.mark.requirement("verb-04")
@pytest.mark.parametrize(("held", "total"), [(1, 6), (1, 7), (2, 6)], ids=["good", "fewer", "more"])
async def test_rows_that_move_between_pages_are_not_passed_off_as_all(
    client: Client, netsuite: ScriptedNetSuite, held: int, total: int
) -> None:
    def answer(request: Request) -> Answer:
        if request.operation == "searchMoreWithId":
            return rows(request, *[5] * held, total=total)
        around = "between" in request.body and request.element("searchValue") != "5"
        return rows(request, total=0) if around else rows(request, *[5] * 5, total=6)

    netsuite.answers = answer
    read = client.soap.search_rows("customer", columns=["internalId"], page_size=5)
    if (held, total) == (1, 6):
        assert [len(batch) async for batch in read] == [6]
        assert netsuite.operations().count("search") == 4
        return
    with pytest.raises(MalformedReply, match="rows"):
        [batch async for batch in read]


@pytest.mark.requirement("verb-04")
async def test_a_page_with_fewer_rows_than_it_counts_is_refused(
    client: Client, netsuite: ScriptedNetSuite
) -> None:
    netsuite.answers = lambda request: rows(request, 5, total=2)
    with pytest.raises(MalformedReply, match="other distinct customer rows"):
        [batch async for batch in client.soap.search_rows("customer", columns=["email"], page_size=5)]
