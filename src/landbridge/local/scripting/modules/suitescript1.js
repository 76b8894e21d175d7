/* SuiteScript 1.0: user event scripts that are plain global functions, and the part of the nlapi and nlobj interface that such
 * scripts need to announce a record. Every other nlapi function is there and refuses by name. The globals reach a 1.0 script only. */

/** What 1.0 throws: a code and details instead of name and message. */
class NlobjError extends Error {
  constructor(code, details) {
    super(details);
    this.name = code;
    this.code = code;
    this.details = details;
  }
  getCode() { return this.code; }
  getDetails() { return this.details; }
  getId() { return ''; }
  getInternalId() { return null; }
  getStackTrace() { return stackLines(this); }
  getUserEvent() { return null; }
}

class NlobjSearchFilter {
  constructor(name, join, operator, value1, value2) {
    Object.assign(this, { name, join, operator });
    this.values = [value1, value2].filter((value) => value !== undefined && value !== null).flat();
  }
  getName() { return this.name; }
  getJoin() { return this.join; }
  getOperator() { return this.operator; }
}

class NlobjSearchColumn {
  constructor(name, join, summary) {
    Object.assign(this, { name, join, summary });
  }
  getName() { return this.name; }
  getJoin() { return this.join; }
  getSummary() { return this.summary; }
  setSort(descending) {
    this.sort = descending ? 'DESC' : 'ASC';
    return this;
  }
}

/** A value as 1.0 gives it: a text, `T` or `F` for a check box, null for an empty field. */
function textValue(value, type) {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (value instanceof Date) return callHost('format.format', { value: value.getTime(), type });
  return Array.isArray(value) ? value.join('\u0005') : String(value);
}

class NlobjRecord {
  #record;
  constructor(record) {
    this.#record = record;
  }
  getId() { return textValue(this.#record.id); }
  getRecordType() { return this.#record.type; }
  getAllFields() { return this.#record.getFields(); }
  getFieldValue(name) {
    const field = recordState.get(this.#record).fields[String(name).toLowerCase()];
    return textValue(this.#record.getValue({ fieldId: name }), field && field.type);
  }
  getFieldText(name) { return textValue(this.#record.getText({ fieldId: name })); }
  getFieldValues(name) {
    const value = this.#record.getValue({ fieldId: name });
    return Array.isArray(value) ? value.map(String) : value === '' || value === undefined ? null : [String(value)];
  }
  getLineItemCount(group) { return this.#record.getLineCount({ sublistId: group }); }
  getLineItemValue(group, name, line) {
    return textValue(this.#record.getSublistValue({ sublistId: group, fieldId: name, line: Number(line) - 1 }));
  }
}

class NlobjSearchResult {
  #result;
  #columns;
  constructor(result, columns) {
    this.#result = result;
    this.#columns = columns;
  }
  getId() { return String(this.#result.id); }
  getRecordType() { return this.#result.recordType; }
  getAllColumns() { return this.#columns; }
  getValue(name, join, summary) { return textValue(this.#result.getValue(columnNamed(name, join, summary))); }
  getText(name, join, summary) { return textValue(this.#result.getText(columnNamed(name, join, summary))); }
}

class NlobjServerResponse {
  #answer;
  #url;
  constructor(answer, url) {
    this.#answer = answer;
    this.#url = url;
  }
  getCode() { return this.#answer.code; }
  getBody() { return this.#answer.body; }
  getURL() { return this.#url; }
  getError() { return null; }
  getAllHeaders() { return Object.keys(this.#answer.headers); }
  getContentType() { return this.getHeader('Content-Type'); }
  getHeader(name) {
    const found = Object.keys(this.#answer.headers).find((one) => one.toLowerCase() === String(name).toLowerCase());
    return found === undefined ? null : this.#answer.headers[found];
  }
}

function columnNamed(column, join, summary) {
  if (isOptions(column)) return { name: column.name, join: column.join || undefined, summary: column.summary || undefined };
  return { name: String(column), join: join || undefined, summary: summary || undefined };
}

function nlobjContext() {
  const runtime = builtinModule('N/runtime');
  const user = runtime.getCurrentUser();
  const script = runtime.getCurrentScript();
  const session = runtime.getCurrentSession();
  const flag = (value) => (value ? 'T' : 'F');
  const settings = {
    SCRIPT: (name) => script.getParameter({ name }),
    FEATURE: (name) => flag(runtime.isFeatureInEffect({ feature: name })),
    PREFERENCE: (name) => user.getPreference({ name }),
    SESSION: (name) => session.get({ name }),
  };
  return {
    getCompany: () => runtime.accountId,
    getDeploymentId: () => script.deploymentId,
    getEmail: () => user.email,
    getEnvironment: () => runtime.envType,
    getExecutionContext: () => runtime.executionContext.toLowerCase(),
    getFeature: (name) => runtime.isFeatureInEffect({ feature: name }),
    getLogLevel: () => script.logLevel,
    getName: () => user.name,
    getPermission: (name) => user.getPermission({ name }),
    getPreference: (name) => user.getPreference({ name }),
    getRemainingUsage: () => script.getRemainingUsage(),
    getRole: () => String(user.role),
    getRoleId: () => user.roleId,
    getScriptId: () => script.id,
    getSessionObject: (name) => session.get({ name }),
    getSetting: (type, name) => (settings[type] || (() => unsupported(`nlobjContext.getSetting('${type}')`)))(name),
    getUser: () => String(user.id),
    getVersion: () => runtime.version,
    setSessionObject: (name, value) => session.set({ name, value }),
  };
}

function lookupField(type, id, fields, asText) {
  const names = [].concat(fields);
  const found = builtinModule('N/search').lookupFields({ type, id, columns: names });
  const one = (value) => {
    if (!Array.isArray(value)) return textValue(value) || '';
    return value.map((entry) => (asText ? entry.text : entry.value)).join(',');
  };
  if (!Array.isArray(fields)) return one(found[fields]);
  return Object.fromEntries(names.map((name) => [name, one(found[name])]));
}

function filterLeaf(filter) {
  return [filter.join ? `${filter.join}.${filter.name}` : filter.name, filter.operator, ...filter.values];
}

function filtersOf(filters) {
  if (filters === undefined || filters === null) return [];
  const listed = [].concat(filters);
  if (!listed.some((one) => one instanceof NlobjSearchFilter)) return filters;
  return listed.flatMap((one, index) => (index ? ['and', filterLeaf(one)] : [filterLeaf(one)]));
}

function searchRecord(type, id, filters, columns) {
  if (id !== undefined && id !== null && id !== '') fail('INVALID_SEARCH', 'That search or mass update does not exist.');
  const listed = columns === undefined || columns === null ? [] : [].concat(columns);
  const search = builtinModule('N/search').create({
    type,
    filters: filtersOf(filters),
    columns: listed.map(({ name, join, summary, sort }) => ({ name, join: join || undefined, summary: summary || undefined, sort })),
  });
  const results = search.run().getRange({ start: 0, end: RANGE_LIMIT });
  return results.length ? results.map((result) => new NlobjSearchResult(result, listed)) : null;
}

function requestURL(url, postdata, headers, callback, method) {
  const body = postdata === undefined || postdata === null ? undefined : postdata;
  const verb = method || (body === undefined ? 'GET' : 'POST');
  return new NlobjServerResponse(sendRequest(verb, { url, body, headers: headers || {} }), String(url));
}

function sendEmail(author, recipient, subject, body, cc, bcc) {
  builtinModule('N/email').send({ author, recipients: recipient, subject, body, cc, bcc });
}

function logExecution(level, title, details) {
  const write = builtinModule('N/log')[String(level).toLowerCase()];
  if (!write) fail('SSS_INVALID_LOG_LEVEL', `${String(level)} is no log level.`);
  write({ title, details });
}

/* Beyond what N/ modules do: the record that is being saved. Set for each run. */
let savedRecords = { newRecord: null, oldRecord: null };

const recordIfAny = (record) => (record ? new NlobjRecord(record) : null);

const NLAPI = {
  nlapiCreateError: (code, details) => new NlobjError(String(code), details === undefined ? '' : String(details)),
  nlapiGetContext: nlobjContext,
  nlapiGetFieldText: (name) => new NlobjRecord(savedRecords.newRecord).getFieldText(name),
  nlapiGetFieldValue: (name) => new NlobjRecord(savedRecords.newRecord).getFieldValue(name),
  nlapiGetNewRecord: () => recordIfAny(savedRecords.newRecord),
  nlapiGetOldRecord: () => recordIfAny(savedRecords.oldRecord),
  nlapiGetRecordId: () => textValue(savedRecords.newRecord.id),
  nlapiGetRecordType: () => savedRecords.newRecord.type,
  nlapiGetRole: () => nlobjContext().getRole(),
  nlapiGetUser: () => nlobjContext().getUser(),
  nlapiLogExecution: logExecution,
  nlapiLookupField: lookupField,
  nlapiOutboundSSO: (id) => builtinModule('N/sso').generateSuiteSignOnToken({ suiteSignOnId: id }),
  nlapiRequestURL: requestURL,
  nlapiSearchRecord: searchRecord,
  nlapiSendEmail: sendEmail,
  nlapiSetFieldValue: (name, value) => void savedRecords.newRecord.setValue({ fieldId: name, value }),
};

const NLAPI_REFUSED = `AddDays AddMonths AttachRecord CalculateTax CancelLineItem CommitLineItem CopyRecord CreateAssistant
  CreateCSVImport CreateCurrentLineItemSubrecord CreateEmailMerger CreateFile CreateForm CreateList CreateRecord
  CreateReportDefinition CreateReportForm CreateSearch CreateSubrecord CreateTemplateRenderer DateToString DeleteFile DeleteRecord
  DetachRecord DisableField DisableLineItemField EditCurrentLineItemSubrecord EditSubrecord Encrypt EscapeXML ExchangeRate
  FindLineItemMatrixValue FindLineItemValue FormatCurrency GetCurrentLineItemDateTimeValue GetCurrentLineItemIndex
  GetCurrentLineItemMatrixValue GetCurrentLineItemText GetCurrentLineItemValue GetCurrentLineItemValues GetDateTimeValue
  GetDepartment GetField GetFieldTexts GetFieldValues GetJobManager GetLineItemCount GetLineItemDateTimeValue GetLineItemField
  GetLineItemMatrixField GetLineItemMatrixValue GetLineItemText GetLineItemValue GetLineItemValues GetLocation GetLogin
  GetMatrixCount GetMatrixField GetMatrixValue GetSubsidiary InitiateWorkflow InitiateWorkflowAsync InsertLineItem
  IsLineItemChanged LoadConfiguration LoadFile LoadRecord LoadSearch MergeRecord PrintRecord RefreshLineItems RefreshPortlet
  RemoveCurrentLineItemSubrecord RemoveLineItem RemoveSubrecord RequestURLWithCredentials ResizePortlet ResolveURL ScheduleScript
  SearchDuplicate SearchGlobal SelectLineItem SelectNewLineItem SelectNode SelectNodes SelectValue SelectValues SendCampaignEmail
  SendFax SetCurrentLineItemMatrixValue SetCurrentLineItemValue SetCurrentLineItemValues SetDateTimeValue SetFieldText
  SetFieldTexts SetFieldValues SetLineItemDateTimeValue SetLineItemValue SetMatrixValue SetRecoveryPoint SetRedirectURL
  StringToDate StringToXML SubmitCSVImport SubmitConfiguration SubmitField SubmitFile SubmitRecord TransformRecord TriggerWorkflow
  ValidateXML ViewCurrentLineItemSubrecord ViewLineItemSubrecord ViewSubrecord VoidTransaction XMLToPDF XMLToString YieldScript`;

/** Errors of the account reach a 1.0 script as nlobjError. */
function throwingNlobjErrors(call) {
  return (...given) => {
    try {
      return call(...given);
    } catch (thrown) {
      throw thrown instanceof SuiteScriptError ? new NlobjError(thrown.name, thrown.message) : thrown;
    }
  };
}

function installNlapi() {
  for (const name of NLAPI_REFUSED.split(/\s+/)) {
    globalThis[`nlapi${name}`] = throwingNlobjErrors(() => unsupported(`nlapi${name}`));
  }
  for (const [name, call] of Object.entries(NLAPI)) globalThis[name] = throwingNlobjErrors(call);
  Object.assign(globalThis, {
    nlobjError: NlobjError,
    nlobjSearchColumn: NlobjSearchColumn,
    nlobjSearchFilter: NlobjSearchFilter,
  });
}

/** A form is there, so that a script may take it; whatever it does to it is refused. */
const nlobjForm = () => new Proxy({}, { get: (target, name) => throwingNlobjErrors(() => unsupported(`nlobjForm.${String(name)}`)) });

function loadGlobally(path) {
  const source = sentSources[path] || callHost('module.source', { path });
  sourceStarts.push({ path: source.path, start: linesSoFar + 1 });
  const opening = '\n'.repeat(linesSoFar);
  linesSoFar += source.text.split('\n').length;
  (0, eval)(`${opening}${source.text}`);
}

/** Run one entry point of a SuiteScript 1.0 script; `request.functions` names its functions by entry point. */
function executeSuiteScript1(request) {
  installNlapi();
  loadGlobally(request.path);
  const entries = Object.keys(request.functions);
  if (!entries.includes(request.entry)) return { result: { absent: true, entries } };
  const name = request.functions[request.entry];
  if (typeof globalThis[name] !== 'function') fail('SSS_INVALID_FUNCTION', `The script has no function ${name}.`);
  const context = userEventContext(request);
  savedRecords = { newRecord: context.newRecord, oldRecord: context.oldRecord || null };
  const given = request.entry === 'beforeLoad' ? [context.type, nlobjForm(), context.request] : [context.type];
  globalThis[name](...given);
  const effects = () => ({ changes: recordChanges(context.newRecord), messages: [] });
  return { result: { ...finished(request, undefined, effects), entries } };
}
