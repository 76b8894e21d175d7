"""The `N/` modules: values, forms of calls, errors, and what must not exist."""

from __future__ import annotations

import json
from typing import Any

import pytest

from landbridge.local.access.model import Level

PUBLIC_MODULES = [
    "N/log",
    "N/record",
    "N/search",
    "N/runtime",
    "N/ui/serverWidget",
    "N/format",
    "N/error",
    "N/url",
    "N/https",
    "N/email",
    "N/file",
    "N/task",
    "N/redirect",
    "N/currency",
    "N/ui/message",
    "N/config",
    "N/query",
    "N/render",
    "N/http",
    "N/xml",
    "N/ui/dialog",
    "N/translation",
    "N/currentRecord",
    "N/plugin",
    "N/encode",
    "N/cache",
    "N/util",
    "N/transaction",
    "N/workflow",
    "N/llm",
    "N/crypto",
    "N/format/i18n",
    "N/crypto/random",
    "N/crypto/certificate",
    "N/certificateControl",
    "N/https/clientCertificate",
]


@pytest.mark.requirement("script-08")
def test_modules_that_public_scripts_import_load(workshop: Any) -> None:
    assert workshop.evaluate(
        "return ["
        + ", ".join(f"typeof {name.rpartition('/')[2]}" for name in PUBLIC_MODULES)
        + "].join(' ');",
        " ".join(PUBLIC_MODULES),
    ) == " ".join(["object"] * len(PUBLIC_MODULES))


@pytest.mark.requirement("script-08")
def test_unknown_module_and_member(workshop: Any) -> None:
    answer = workshop.evaluate(
        """const seen = [];
        try { require(['N/nosuch'], () => {}); } catch (e) { seen.push(e.name, e.message, JSON.parse(JSON.stringify(e)).type); }
        try { log.warning('a', 'b'); } catch (e) { seen.push(e.name); }
        try { record.getValue('a'); } catch (e) { seen.push(e.name); }
        seen.push(typeof record.Type.NO_SUCH, typeof search.Operator.MAYBE, typeof runtime.userId);
        return seen;""",
        "N/record N/search N/runtime",
    )
    assert json.loads(answer) == [
        "MODULE_DOES_NOT_EXIST",
        "Module does not exist: N/nosuch.js",
        "error.SuiteScriptModuleLoaderError",
        "TypeError",
        "TypeError",
        "undefined",
        "undefined",
        "undefined",
    ]


@pytest.mark.requirement("script-08")
def test_nothing_is_visible_that_a_netsuite_server_lacks(workshop: Any) -> None:
    answer = workshop.evaluate(
        """const known = ('Object Function Array Number Boolean String Symbol BigInt Math JSON Date RegExp Error Map Set Promise Proxy '
          + 'Reflect log util').split(' ').every((name) => name in globalThis);
        const extra = Object.getOwnPropertyNames(globalThis).filter((name) =>
          /host|landbridge|kernel|print|quickjs|performance|atob|btoa|queueMicrotask|^std$|^os$|setTimeout/i.test(name));
        return [known, extra];"""
    )
    assert json.loads(answer) == [True, []]


@pytest.mark.requirement("script-08")
@pytest.mark.parametrize(
    "call",
    [
        "query.create({ type: query.Type.CUSTOMER })",
        "task.create({ taskType: task.TaskType.MAP_REDUCE })",
        "render.transaction({ entityId: 1 })",
        "record.transform({ fromType: 'a', fromId: 1, toType: 'b' })",
        "http.get({ url: 'http://localhost/' })",
    ],
)
def test_what_is_not_supported_says_so(workshop: Any, call: str) -> None:
    answer = workshop.evaluate(
        f"try {{ {call}; return 'plausible'; }} catch (e) {{ return e.name; }}",
        "N/query N/task N/render N/record N/http",
    )
    assert answer == "UNSUPPORTED_BY_LOCAL_ACCOUNT"


@pytest.mark.requirement("query-01")
def test_suiteql_runs_in_the_scripts_role(workshop: Any) -> None:
    workshop.save({"companyName": "Oak"})
    answer = json.loads(
        workshop.evaluate(
            """const set = query.runSuiteQL({ query: 'SELECT companyname, COUNT(*) n, MAX(phone) p FROM customer WHERE companyname = ? GROUP BY companyname',
              params: ['Oak'] });
            const seen = []; set.iterator().each((row) => { seen.push(row.value.values); return true; });
            let failed; try { query.runSuiteQL('SELECT nope FROM customer'); } catch (e) { failed = [e.name, e.message]; }
            return [set.asMappedResults(), set.results[0].columns, seen, failed];""",
            "N/query",
        )
    )
    assert answer[:3] == [
        [{"companyname": "Oak", "n": 1, "p": None}],
        ["companyname", "n", "p"],
        [["Oak", 1, None]],
    ]
    assert answer[3][0] == "SSS_SEARCH_ERROR_OCCURRED"
    assert "Unknown identifier 'nope'" in answer[3][1]


def test_texts_of_enumerations_are_the_same_as_in_rest_and_queries(workshop: Any) -> None:
    customer = workshop.save({"companyName": "Yew", "emailPreference": "_pDF"}).record.id
    values = {"companyName": "Yew house", "parent": customer, "jobBillingType": "_timeAndMaterials"}
    job = workshop.save(values, record_type="job").record.id
    texts = workshop.evaluate(
        f"""const job = record.load({{ type: 'job', id: {job} }}), customer = record.load({{ type: 'customer', id: {customer} }});
        return [job.getText('jobbillingtype'), customer.getText('emailpreference')].join(', ');""",
        "N/record",
    )
    assert texts == "Time and Materials, PDF"


def test_values_have_the_types_of_their_fields(workshop: Any) -> None:
    made = workshop.save(
        {"companyName": "Ash", "creditLimit": 10.5, "isInactive": False, "url": None, "comments": "c"}
    )
    answer = json.loads(
        workshop.evaluate(
            f"""const r = record.load({{ type: 'customer', id: {made.record.id} }});
            const d = r.getValue('datecreated');
            r.setValue('startdate', new Date(2026, 1, 3)); r.setValue({{ fieldId: 'startdate', value: '2/4/2026' }});
            return [r.id, r.type, r.getValue('companyname'), r.getValue({{ fieldId: 'creditlimit' }}), r.getValue('isinactive'),
              r.getValue('phone'), r.getValue('nosuchfield') === undefined, d instanceof Date, r.getValue('subsidiary'),
              r.getText('subsidiary'), r.getText({{ fieldId: 'entitystatus' }}), r.getValue('stage'), r.getValue('startdate').getDate(),
              r.getLineCount({{ sublistId: 'addressbook' }}), r.getField('email').label, r.getField('nosuch'),
              JSON.parse(JSON.stringify(r)).fields.isinactive, JSON.parse(JSON.stringify(r)).fields.startdate];""",
            "N/record",
        )
    )
    assert answer == [
        int(made.record.id),
        "customer",
        "Ash",
        10.5,
        False,
        "",
        True,
        True,
        "1",
        workshop.account.records.display("subsidiary", "1"),
        workshop.account.records.display("customerStatus", made.record.values["entityStatus"]),
        "CUSTOMER",
        4,
        0,
        "Email",
        None,
        "F",
        "2/4/2026",
    ]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("record.load({ type: 'customer', id: 999999 })", "RCRD_DSNT_EXIST"),
        ("record.load({ type: 'nosuch', id: 1 })", "INVALID_RCRD_TYPE"),
        ("record.load({ type: 'customer' })", "SSS_MISSING_REQD_ARGUMENT"),
        ("record.create({ type: 'customer' }).setValue({ value: 1 })", "SSS_MISSING_REQD_ARGUMENT"),
        ("record.create({ type: 'customer' }).setValue('creditlimit', 'much')", "INVALID_FLD_VALUE"),
        ("record.create({ type: 'job' }).save()", "USER_ERROR"),
        (
            "record.create({ type: 'customer' }).selectNewLine({ sublistId: 'item' })",
            "SSS_INVALID_SUBLIST_OPERATION",
        ),
        (
            "record.create({ type: 'customer' }).setValue('subsidiary', 1).getText('subsidiary')",
            "SSS_INVALID_API_USAGE",
        ),
        ("record.submitFields({ type: 'customer', id: 1, values: { nosuch: 1 } })", "INVALID_FIELD_ID"),
        (
            "search.create({ type: 'customer', columns: ['nosuch'] }).run().getRange(0, 1)",
            "SSS_INVALID_SRCH_COL",
        ),
        (
            "search.create({ type: 'customer', filters: [['nosuch', 'is', 'a']] }).run().getRange(0, 1)",
            "SSS_INVALID_SRCH_FILTER",
        ),
        (
            "search.create({ type: 'customer', filters: [['companyname', 'near', 'a']] }).run().getRange(0, 1)",
            "SSS_INVALID_SRCH_OPERATOR",
        ),
        ("search.load({ id: 'customsearch_x' })", "INVALID_SEARCH"),
        (
            "email.send({ author: 999999, recipients: 'a@example.com', subject: 's', body: 'b' })",
            "SSS_AUTHOR_MUST_BE_EMPLOYEE",
        ),
        (
            "encode.convert({ string: '*', inputEncoding: 'BASE_64', outputEncoding: 'UTF_8' })",
            "SSS_INVALID_ENCODED_STRING",
        ),
        ("cache.getCache({ name: 'c' }).put({ key: 'k', value: 'v', ttl: 60 })", "SSS_INVALID_CACHE_TTL"),
        ("file.load({ id: 'SuiteScripts/nosuch.txt' })", "RCRD_DSNT_EXIST"),
        ("format.parse({ value: 'soon', type: format.Type.DATE })", "INVALID_DATE"),
    ],
)
def test_errors_have_netsuites_names(workshop: Any, call: str, error: str) -> None:
    answer = workshop.evaluate(
        f"try {{ {call}; return 'no error'; }} catch (e) {{ return e.name; }}",
        "N/record N/search N/email N/encode N/cache N/file N/format",
    )
    assert answer == error


def test_search_with_expressions_columns_and_pages(workshop: Any) -> None:
    for name, phone, limit in (("Ash", "1", 10), ("Birch", "2", 20), ("Cedar", None, 30)):
        workshop.save({"companyName": name, "phone": phone, "creditLimit": limit, "comments": "searched"})
    answer = json.loads(
        workshop.evaluate(
            """const all = [['comments', 'is', 'searched']];
            const columns = [search.createColumn({ name: 'companyname', sort: search.Sort.DESC }), 'creditlimit', 'isinactive', 'subsidiary'];
            const names = (filters) => search.create({ type: search.Type.CUSTOMER, filters, columns }).run()
              .getRange({ start: 0, end: 10 }).map((result) => result.getValue('companyname'));
            const s = search.create({ type: 'customer', filters: all, columns });
            const first = s.run().getRange(0, 1)[0];
            const seen = []; s.run().each((result) => { seen.push(result.getValue(s.columns[0])); return seen.length < 2; });
            const paged = s.runPaged({ pageSize: 5 });
            const total = search.create({ type: 'customer', filters: all,
              columns: [search.createColumn({ name: 'creditlimit', summary: search.Summary.SUM })] }).run().getRange(0, 1)[0]
              .getValue({ name: 'creditlimit', summary: 'SUM' });
            return [names(all), names([all[0], 'AND', ['phone', 'is', '1']]), names([all[0], 'and', [['phone', 'is', '1'], 'or', ['phone', 'isempty', '']]]),
              names(['comments', 'is', 'searched']), names([all[0], 'AND', 'NOT', ['phone', 'is', '1']]),
              names([search.createFilter({ name: 'comments', operator: search.Operator.IS, values: 'searched' }),
                     { name: 'creditlimit', operator: 'greaterthan', values: [15] }]),
              first.getValue({ name: 'creditlimit' }), first.getValue('isinactive'), first.getText('subsidiary'), seen, paged.count,
              paged.fetch({ index: 0 }).data.length, total, first.recordType];""",
            "N/search",
        )
    )
    assert answer == [
        ["Cedar", "Birch", "Ash"],
        ["Ash"],
        ["Cedar", "Ash"],
        ["Cedar", "Birch", "Ash"],
        ["Cedar", "Birch"],
        ["Cedar", "Birch"],
        "30",
        False,
        workshop.account.records.display("subsidiary", "1"),
        ["Cedar", "Birch"],
        3,
        3,
        "60",
        "customer",
    ]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("['datecreated', 'within', 'thismonth']", True),
        ("['datecreated', 'within', 'lastyear']", False),
        ("['datecreated', 'onorafter', '1/1/2020']", True),
        ("['lastmodifieddate', 'after', '1/1/2099 1:00 pm']", False),
        ("['parent', 'anyof', '@NONE@']", True),
        ("['stage', 'anyof', 'LEAD']", False),
        ("['stage', 'anyof', ['LEAD', 'CUSTOMER']]", True),
        ("['isinactive', 'is', false]", True),
        ("['internalidnumber', 'greaterthan', 999999]", False),
        ("[['internalid', 'noneof', '999999'], 'AND', ['entityid', 'isnotempty', '']]", True),
    ],
)
def test_conditions_of_searches(workshop: Any, condition: str, found: bool) -> None:
    workshop.save({"companyName": "Ash", "comments": "searched"})
    answer = workshop.evaluate(
        f"""return search.create({{ type: 'customer', filters: [['comments', 'is', 'searched'], 'AND', {condition}] }})
          .runPaged().count;""",
        "N/search",
    )
    assert answer == ("1" if found else "0")


def test_lookup_fields(workshop: Any) -> None:
    made = workshop.save({"companyName": "Ash", "phone": "1"})
    answer = json.loads(
        workshop.evaluate(
            f"""return [search.lookupFields({{ type: 'customer', id: {made.record.id}, columns: ['companyname', 'isinactive', 'subsidiary', 'parent'] }}),
              search.lookupFields({{ type: 'customer', id: 999999, columns: 'companyname' }})];""",
            "N/search",
        )
    )
    subsidiary = {"value": "1", "text": workshop.account.records.display("subsidiary", "1")}
    assert answer == [
        {"companyname": "Ash", "isinactive": False, "subsidiary": [subsidiary], "parent": []},
        {},
    ]


@pytest.mark.requirement("script-05")
def test_units_are_metered(workshop: Any) -> None:
    answer = json.loads(
        workshop.evaluate(
            """const left = () => runtime.getCurrentScript().getRemainingUsage();
            let before = left(); const costs = []; const cost = () => { const now = left(); costs.push(before - now); before = now; };
            const id = record.create({ type: 'customer', defaultValues: { companyname: 'Metered' } }).save(); cost();
            record.load({ type: 'customer', id }); cost();
            search.lookupFields({ type: 'customer', id, columns: ['phone'] }); cost();
            search.create({ type: 'customer' }).run().each(() => false); cost();
            cache.getCache({ name: 'c' }).get({ key: 'k', loader: () => 'v' }); cost();
            email.send({ author: runtime.getCurrentUser().id, recipients: ['a@example.com'], subject: 's', body: 'b' }); cost();
            record.delete({ type: 'customer', id }); cost();
            return costs;""",
            "N/record N/search N/cache N/email N/runtime",
        )
    )
    assert answer == [15, 5, 1, 10, 2, 20, 10]


def test_runtime_tells_account_user_and_script(workshop: Any) -> None:
    answer = json.loads(
        workshop.evaluate(
            """const user = runtime.getCurrentUser(); const script = runtime.getCurrentScript();
            runtime.getCurrentSession().set({ name: 'n', value: 'v' });
            return [runtime.accountId, runtime.envType, user.id, user.email, user.role, user.getPermission({ name: 'LIST_CUSTJOB' }),
              script.id, script.deploymentId, script.getParameter({ name: 'custscript_none' }), runtime.getCurrentSession().get('n'),
              runtime.isFeatureInEffect({ feature: 'CUSTOMRECORDS' }), runtime.isFeatureInEffect('ADVANCEDJOBS')];""",
            "N/runtime",
        )
    )
    assert answer == [
        "1234567",
        "PRODUCTION",
        int(workshop.user("admin")),
        "admin@demo.example",
        3,
        4,
        "customscript_evaluated",
        "customdeploy_evaluated_employee",
        None,
        "v",
        True,
        False,
    ]


def test_encode_hash_and_random(workshop: Any) -> None:
    answer = json.loads(
        workshop.evaluate(
            """const convert = (string, inputEncoding, outputEncoding) => encode.convert({ string, inputEncoding, outputEncoding });
            const hash = crypto.createHash({ algorithm: crypto.HashAlg.SHA256 }); hash.update({ input: 'a' }); hash.update({ input: 'bc' });
            const uuid = random.generateUUID();
            return [convert('é?>', 'UTF_8', 'BASE_64'), convert('é?>', 'UTF_8', 'BASE_64_URL_SAFE'), convert('w6k_Pg', 'BASE_64_URL_SAFE', 'UTF_8'),
              hash.digest({ outputEncoding: encode.Encoding.BASE_64 }), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid),
              uuid !== random.generateUUID(), random.generateInt({ min: 3, max: 3 }), random.generateBytes({ size: 4 }).length];""",
            "N/encode N/crypto N/crypto/random",
        )
    )
    assert answer == [
        "w6k/Pg==",
        "w6k_Pg==",
        "é?>",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
        True,
        True,
        3,
        4,
    ]


def test_cache_keeps_for_its_time_on_the_accounts_clock(workshop: Any) -> None:
    put = "cache.getCache({ name: 'c', scope: cache.Scope.PUBLIC }).put({ key: 'k', value: { a: 1 }, ttl: 300 }); return 'put';"
    get = "return String(cache.getCache({ name: 'c', scope: 'PUBLIC' }).get({ key: 'k' }));"
    workshop.evaluate(put, "N/cache")
    assert workshop.evaluate(get, "N/cache") == '{"a":1}'
    workshop.account.clock.advance(299)
    assert workshop.evaluate(get, "N/cache") == '{"a":1}'
    workshop.account.clock.advance(2)
    assert workshop.evaluate(get, "N/cache") == "null"


def test_scripts_see_the_accounts_clock(workshop: Any) -> None:
    workshop.account.clock.advance(86_400 * 400)
    shown = int(workshop.evaluate("return new Date().getTime() + Date.now() - Date.now();"))
    assert abs(shown / 1000 - workshop.account.clock.now().timestamp()) < 5


def test_email_lies_in_the_outbox(workshop: Any) -> None:
    workshop.evaluate(
        "email.send({ author: runtime.getCurrentUser().id, recipients: ['a@example.com', 'b@example.com'], subject: 'S', body: 'B' }); return 1;",
        "N/email N/runtime",
    )
    (mail,) = workshop.account.outbox.messages()
    assert (mail.recipients, mail.subject, mail.body) == (("a@example.com", "b@example.com"), "S", "B")


def test_files_and_folders(workshop: Any) -> None:
    answer = json.loads(
        workshop.evaluate(
            """const folder = record.create({ type: record.Type.FOLDER }); folder.setValue({ fieldId: 'name', value: 'made' });
            folder.setValue({ fieldId: 'isprivate', value: true }); const id = folder.save();
            const fileId = file.create({ name: 'a.txt', fileType: file.Type.PLAINTEXT, contents: 'text', folder: id }).save();
            const loaded = file.load({ id: fileId });
            const seen = [loaded.getContents(), loaded.name, loaded.folder === id, loaded.path, file.load('made/a.txt').id === fileId];
            file.delete({ id: fileId }); record.delete({ type: 'folder', id });
            try { file.load({ id: fileId }); } catch (e) { seen.push(e.name); }
            return seen;""",
            "N/record N/file",
        )
    )
    assert answer == ["text", "a.txt", True, "made/a.txt", True, "RCRD_DSNT_EXIST"]


def test_format_and_url(workshop: Any) -> None:
    answer = json.loads(
        workshop.evaluate(
            """const d = format.parse({ value: '7/4/2026', type: format.Type.DATE });
            return [d.getFullYear(), d.getMonth(), d.getDate(), format.format({ value: new Date(2026, 0, 2), type: 'date' }),
              format.format({ value: new Date(Date.UTC(2026, 6, 4, 12)), type: format.Type.DATETIME, timezone: format.Timezone.ASIA_TOKYO }),
              format.parse({ value: '1,234.5', type: format.Type.CURRENCY }),
              url.resolveDomain({ hostType: url.HostType.APPLICATION }), url.resolveRecord({ recordType: 'customer', recordId: 5, isEditMode: true })];""",
            "N/format N/url",
        )
    )
    assert answer == [
        2026,
        6,
        4,
        "1/2/2026",
        "7/4/2026 9:00 pm",
        1234.5,
        "1234567.app.netsuite.com",
        "/app/common/entity/custjob.nl?id=5&e=T",
    ]


def test_forms_remember(workshop: Any) -> None:
    workshop.deploy(
        """define(['N/ui/serverWidget'], (ui) => ({ beforeLoad: ({ form }) => {
             const f = form.addField({ id: 'custpage_f', type: ui.FieldType.SELECT, label: 'F' });
             f.updateDisplayType({ displayType: ui.FieldDisplayType.HIDDEN }).addSelectOption({ value: 1, text: 'one' });
             form.clientScriptModulePath = './client.js';
             log.debug('form', [form.getField('custpage_f').getSelectOptions().length, form.getField({ id: 'companyname' }).label,
               form.getField({ id: 'nosuch' }), form.getSublist({ id: 'item' }), form.clientScriptModulePath]);
           } }));"""
    )
    made = workshop.save({"companyName": "Ash"})
    workshop.scripting.before_load(workshop.session(), "edit", "customer", made.record)
    assert workshop.logged("DEBUG") == [("form", '[1,"Company Name",null,null,"./client.js"]')]


def test_rights_of_the_role_hold_for_scripts(workshop: Any) -> None:
    role = workshop.account.access.define_role("customrole_few", "Few", {"LIST_EMPLOYEE": Level.FULL})
    workshop.deploy(
        """define(['N/record', 'N/search'], (record, search) => ({ afterSubmit: () => {
             for (const call of [() => record.load({ type: 'customer', id: 1 }), () => record.create({ type: 'customer' }).setValue('companyname', 'x').save(),
                                 () => search.create({ type: 'customer' }).run().getRange(0, 1)]) {
               try { call(); log.debug('allowed', call); } catch (e) { log.debug('refused', e.name); } } } }));""",
        on="employee",
        run_as_role=role.script_id,
    )
    workshop.save({"firstName": "A", "lastName": "B"}, record_type="employee")
    assert workshop.logged("DEBUG") == [("refused", "INSUFFICIENT_PERMISSION")] * 3


@pytest.mark.requirement("script-08")
def test_lines_of_sublists_are_read(workshop: Any) -> None:
    line = {"label": "Depot", "defaultBilling": True}
    made = workshop.save({"companyName": "Ash", "addressbookList": [line, {"label": "Home"}]})
    answer = json.loads(
        workshop.evaluate(
            f"""const r = record.load({{ type: 'customer', id: {made.record.id} }});
            const at = (fieldId, line) => r.getSublistValue({{ sublistId: 'addressbook', fieldId, line }});
            return [r.getLineCount('addressbook'), r.getLineCount('nosuch'), at('label', 0), at('defaultbilling', 0),
              at('label', 1), at('defaultbilling', 1), at('label', 2), at('nosuch', 0), r.getSublists().includes('currency'),
              r.findSublistLineWithValue({{ sublistId: 'addressbook', fieldId: 'label', value: 'Home' }}),
              r.getSublistText({{ sublistId: 'addressbook', fieldId: 'defaultbilling', line: 0 }}),
              JSON.parse(JSON.stringify(r)).sublists.addressbook['line 2'].label];""",
            "N/record",
        )
    )
    assert answer == [2, -1, "Depot", True, "Home", False, None, None, True, 1, "T", "Home"]


@pytest.mark.requirement("script-08")
def test_references_on_lines_have_texts_and_items_are_found_by_their_script_type(workshop: Any) -> None:
    records, session = workshop.account.records, workshop.account.access.system_session()
    item = records.save(session, "servicePurchaseItem", {"itemId": "Hauling"}).record
    employee = records.save(session, "employee", {"firstName": "Io", "lastName": "Vale"}).record
    job = records.save(
        session,
        "job",
        {"companyName": "Yard", "jobResourcesList": [{"jobResource": employee.id, "role": "2"}]},
    ).record
    answer = json.loads(
        workshop.evaluate(
            f"""const i = record.load({{ type: 'serviceitem', id: {item.id} }});
            const j = record.load({{ type: 'job', id: {job.id} }});
            return [i.getValue('itemid'), i.getValue('subsidiary'),
              j.getSublistText({{ sublistId: 'jobresources', fieldId: 'role', line: 0 }})];""",
            "N/record",
        )
    )
    assert answer == ["Hauling", ["1"], "Staff"]
