/* N/record: records as scripts hold them. Values travel as plain JSON: a date as `YYYY-MM-DD`, an instant as milliseconds. */

const USER_EVENT_TYPE = enumerationOf(
  `APPROVE CANCEL CHANGEPASSWORD COPY CREATE DELETE DROPSHIP EDIT EDITFORECAST EMAIL MARKCOMPLETE ORDERITEMS PACK PAYBILLS
   PRINT QUICKVIEW REASSIGN REJECT SHIP SPECIALORDER TRANSFORM VIEW XEDIT`,
  (key) => key.toLowerCase(),
);

const pad = (number) => String(number).padStart(2, '0');

/** A stored value as the script sees it; an empty field is '' (a check box: false). */
function fromWire(type, value) {
  if (value === undefined || value === null) return type === 'checkbox' ? false : '';
  if (type === 'date') {
    const [year, month, day] = value.split('-').map(Number);
    return new Date(year, month - 1, day);
  }
  return type === 'datetime' ? new Date(value) : value;
}

function invalidValue(fieldId, value) {
  fail('INVALID_FLD_VALUE', `You have entered an Invalid Field Value ${safeText(value)} for the following field: ${fieldId}`);
}

function numberToWire(fieldId, value) {
  const number = Number(value);
  return typeof value === 'boolean' || Number.isNaN(number) ? invalidValue(fieldId, value) : number;
}

function dateToWire(fieldId, type, value) {
  const date = value instanceof Date ? value : new Date(callHost('format.parse', { value: String(value), type }));
  if (Number.isNaN(date.getTime())) invalidValue(fieldId, value);
  if (type === 'datetime') return date.getTime();
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** A script's value as it is stored; null clears. Raises INVALID_FLD_VALUE for what the field cannot hold. */
function toWire(fieldId, type, value) {
  if (value === undefined || value === null || value === '') return type === 'checkbox' ? false : null;
  if (type === 'checkbox') {
    if (value === true || value === 'T' || value === 'true') return true;
    return value === false || value === 'F' || value === 'false' ? false : invalidValue(fieldId, value);
  }
  if (type === 'date' || type === 'datetime') return dateToWire(fieldId, type, value);
  if (['integer', 'float', 'currency', 'percent'].includes(type)) return numberToWire(fieldId, value);
  return Array.isArray(value) ? value.map(String) : String(value);
}

/* What a Record holds, out of a script's sight: {type, id, isDynamic, fields, values, mode, changed, texts}. */
const recordState = new WeakMap();

class RecordField {
  constructor(id, definition, record) {
    this.id = id;
    this.type = definition.type;
    this.label = definition.label;
    this.isMandatory = definition.mandatory;
    this.isDisabled = definition.computed;
    this.isDisplay = true;
    this.isPopup = false;
    this.isVisible = true;
    this.isReadOnly = definition.computed;
    Object.defineProperty(this, 'getSelectOptions', {
      value: (options) => selectOptions(record.type, id, options || {}),
    });
  }
  toJSON() {
    return { id: this.id, label: this.label, type: this.type };
  }
}

function selectOptions(type, fieldId, options) {
  return callHost('record.options', { type, fieldId, filter: options.filter || '', operator: options.operator || 'contains' });
}

function noSublist(sublistId) {
  fail('SSS_INVALID_SUBLIST_OPERATION', `You have attempted an invalid sublist or line item operation: ${sublistId}`);
}

class NetSuiteRecord {
  constructor(state) {
    recordState.set(this, { changed: new Set(), texts: {}, mode: 'free', ...state });
  }
  get id() {
    const { id } = recordState.get(this);
    return id === null ? null : Number(id);
  }
  get type() {
    return recordState.get(this).type;
  }
  get isDynamic() {
    return recordState.get(this).isDynamic === true;
  }
  getValue(...given) {
    const state = recordState.get(this);
    const { fieldId } = requireArguments('getValue', optionsOf(given, ['fieldId']), ['fieldId']);
    const key = String(fieldId).toLowerCase();
    if (key in state.texts && !state.isDynamic) {
      fail('SSS_INVALID_API_USAGE', 'Invalid API usage. You must use getText to return the value set with setText.');
    }
    const field = state.fields[key];
    if (!field) return state.values[key];
    if (state.partial && !(key in state.values)) return undefined;
    return fromWire(field.type, state.values[key]);
  }
  setValue(...given) {
    const options = requireArguments('setValue', optionsOf(given, ['fieldId', 'value']), ['fieldId']);
    if (!('value' in options)) requireArguments('setValue', options, ['value']);
    storeValue(recordState.get(this), String(options.fieldId).toLowerCase(), options.value);
    return this;
  }
  getText(...given) {
    const state = recordState.get(this);
    const { fieldId } = requireArguments('getText', optionsOf(given, ['fieldId']), ['fieldId']);
    const key = String(fieldId).toLowerCase();
    if (key in state.texts) return state.texts[key];
    if (state.changed.has(key) && !state.isDynamic) {
      fail('SSS_INVALID_API_USAGE', 'Invalid API usage. You must use getValue to return the value set with setValue.');
    }
    return textOf(state, key);
  }
  setText(...given) {
    const options = requireArguments('setText', optionsOf(given, ['fieldId', 'text']), ['fieldId']);
    const state = recordState.get(this);
    const key = String(options.fieldId).toLowerCase();
    const field = state.fields[key];
    if (!field || !['select', 'multiselect'].includes(field.type)) storeValue(state, key, options.text);
    else storeValue(state, key, callHost('record.valueOfText', { type: state.type, fieldId: key, text: options.text }));
    state.texts[key] = options.text;
    return this;
  }
  getField(...given) {
    const state = recordState.get(this);
    const { fieldId } = requireArguments('getField', optionsOf(given, ['fieldId']), ['fieldId']);
    const definition = state.fields[String(fieldId).toLowerCase()];
    return definition ? new RecordField(String(fieldId).toLowerCase(), definition, this) : null;
  }
  getFields() {
    const { fields, values, partial } = recordState.get(this);
    return Object.keys(fields).filter((id) => !partial || id in values);
  }
  save(...given) {
    const state = recordState.get(this);
    if (state.mode !== 'free') fail('SSS_INVALID_API_USAGE', 'The record of a script context cannot be saved by the script.');
    const options = given[0] || {};
    state.id = callHost('record.save', {
      type: state.type,
      id: state.id,
      values: recordChanges(this),
      ignoreMandatoryFields: options.ignoreMandatoryFields === true,
      fireTriggers: options.disableTriggers !== true,
    });
    state.changed.clear();
    state.texts = {};
    return Number(state.id);
  }
  /* Sublists: lines are read; writing them by script is refused. */
  getSublists() { return Object.keys(recordState.get(this).sublists || {}); }
  getSublist() { return null; }
  getSublistFields(...given) {
    const list = sublistOf(recordState.get(this), 'getSublistFields', optionsOf(given, ['sublistId']));
    return list ? Object.keys(list.fields) : [];
  }
  getSublistField() { return null; }
  getLineCount(...given) {
    const list = sublistOf(recordState.get(this), 'getLineCount', optionsOf(given, ['sublistId']));
    return list ? list.lines.length : -1;
  }
  findSublistLineWithValue(...given) {
    const options = requireArguments('findSublistLineWithValue', optionsOf(given, ['sublistId', 'fieldId', 'value']), ['sublistId', 'fieldId']);
    const count = this.getLineCount({ sublistId: options.sublistId });
    for (let line = 0; line < count; line += 1) {
      if (String(this.getSublistValue({ ...options, line })) === String(options.value)) return line;
    }
    return -1;
  }
  getSublistValue(...given) {
    const { field, stored } = lineCell(recordState.get(this), 'getSublistValue', given);
    return field ? fromWire(field.type, stored) : null;
  }
  getSublistText(...given) {
    const state = recordState.get(this);
    const { field, stored, options } = lineCell(state, 'getSublistText', given);
    if (!field) return null;
    if (field.type === 'checkbox') return stored === true ? 'T' : 'F';
    if (stored === undefined || stored === null) return '';
    return callHost('record.lineText', {
      type: state.type, sublistId: String(options.sublistId), fieldId: String(options.fieldId).toLowerCase(), value: stored,
    });
  }
  getCurrentSublistValue() { return null; }
  getCurrentSublistText() { return null; }
  getCurrentSublistIndex() { return -1; }
  getMatrixSublistValue() { return null; }
  setSublistValue(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  setSublistText(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  setCurrentSublistValue(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  setCurrentSublistText(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  selectLine(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  selectNewLine(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  commitLine(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  cancelLine(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  insertLine(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  removeLine(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  getSublistSubrecord(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  getCurrentSublistSubrecord(...given) { return noSublist(optionsOf(given, ['sublistId']).sublistId); }
  hasSublistSubrecord() { return false; }
  hasSubrecord() { return false; }
  getSubrecord(...given) { return noSublist(optionsOf(given, ['fieldId']).fieldId); }
  toString() {
    return 'Record';
  }
  toJSON() {
    const state = recordState.get(this);
    const fields = {};
    for (const [key, value] of Object.entries(state.values)) {
      const type = state.fields[key] ? state.fields[key].type : 'text';
      if (value !== null) fields[key] = jsonText(type, value);
    }
    return { id: state.id === null ? null : String(state.id), type: state.type, isDynamic: this.isDynamic, fields, sublists: linesAsJson(state) };
  }
}

/** A value as `toJSON` shows it: check boxes as T or F, dates in the account's format. */
function jsonText(type, value) {
  if (type === 'checkbox') return value ? 'T' : 'F';
  if (type === 'date' || type === 'datetime') {
    return callHost('format.format', { value: fromWire(type, value).getTime(), type });
  }
  return String(value);
}

/** A sublist as it is held: {fields, lines}, or undefined where the record has none of that id. */
function sublistOf(state, caller, options) {
  requireArguments(caller, options, ['sublistId']);
  return (state.sublists || {})[String(options.sublistId).toLowerCase()];
}

/** One cell of a line; without a field where list, line or column do not exist. */
function lineCell(state, caller, given) {
  const options = requireArguments(caller, optionsOf(given, ['sublistId', 'fieldId', 'line']), ['sublistId', 'fieldId']);
  const list = sublistOf(state, caller, options);
  const key = String(options.fieldId).toLowerCase();
  const line = list && list.lines[Number(options.line)];
  return line && list.fields[key] ? { field: list.fields[key], stored: line[key], options } : { options };
}

/** The lines as `toJSON` shows them: `{item: {'line 1': {...}}}`. */
function linesAsJson(state) {
  const shown = {};
  for (const [id, { fields, lines }] of Object.entries(state.sublists || {})) {
    if (lines.length) shown[id] = {};
    lines.forEach((line, index) => {
      const texts = Object.entries(line).map(([key, value]) => [key, jsonText(fields[key].type, value)]);
      shown[id][`line ${index + 1}`] = Object.fromEntries(texts);
    });
  }
  return shown;
}

function storeValue(state, key, value) {
  const field = state.fields[key];
  // A field that the record does not have keeps what it is told and is never saved (assumed).
  state.values[key] = field ? toWire(key, field.type, value) : value;
  delete state.texts[key];
  if (field) state.changed.add(key);
}

function textOf(state, key) {
  const field = state.fields[key];
  const value = state.values[key];
  if (!field) return value === undefined ? undefined : String(value);
  if (field.type === 'checkbox') return value === true ? 'T' : 'F';
  if (value === undefined || value === null) return '';
  if (['select', 'multiselect', 'date', 'datetime'].includes(field.type)) {
    return callHost('record.text', { type: state.type, fieldId: key, value });
  }
  return String(value);
}

/** Changed fields only, as they are stored. */
function recordChanges(record) {
  const state = recordState.get(record);
  const changes = {};
  state.changed.forEach((key) => { changes[key] = state.values[key]; });
  return changes;
}

/** newRecord or oldRecord of a user event. */
function contextRecord(state) {
  return new NetSuiteRecord({ ...state, mode: 'context' });
}

function requireId(caller, options) {
  requireArguments(caller, options, ['type', 'id']);
  return { type: String(options.type), id: String(options.id) };
}

function describedRecord(name, options, more) {
  return new NetSuiteRecord({ ...callHost(name, more), isDynamic: options.isDynamic === true });
}

builtin('N/record', () => {
  const load = withPromise((options) => describedRecord('record.load', options, requireId('load', options)));
  const create = withPromise((options) => {
    requireArguments('create', options, ['type']);
    const made = describedRecord('record.create', options, { type: String(options.type) });
    const defaults = options.defaultValues || {};
    Object.keys(defaults).forEach((fieldId) => made.setValue({ fieldId, value: defaults[fieldId] }));
    return made;
  });
  const copy = withPromise((options) => {
    const source = callHost('record.copy', requireId('copy', options));
    const made = new NetSuiteRecord({ ...source, id: null, isDynamic: options.isDynamic === true });
    Object.keys(source.values).forEach((key) => recordState.get(made).changed.add(key));
    return made;
  });
  const submitFields = withPromise((options) => {
    requireArguments('submitFields', options, ['type', 'id', 'values']);
    const { type, id } = requireId('submitFields', options);
    const { fields } = callHost('record.describe', { type });
    const values = {};
    for (const [name, value] of Object.entries(options.values)) {
      const key = name.toLowerCase();
      if (!fields[key]) fail('INVALID_FIELD_ID', `Invalid field id: ${name}`);
      values[key] = toWire(key, fields[key].type, value);
    }
    return Number(callHost('record.submitFields', { type, id, values }));
  });
  const remove = withPromise((options) => {
    callHost('record.delete', requireId('delete', options));
    return Number(options.id);
  });
  const refused = (what) => withPromise(() => unsupported(what));
  return {
    load,
    create,
    copy,
    submitFields,
    delete: remove,
    transform: refused('record.transform'),
    attach: refused('record.attach'),
    detach: refused('record.detach'),
    Type: RECORD_TYPE,
  };
});

const RECORD_TYPE = enumerationOf(
  `ACCOUNT ACCOUNTING_BOOK ACCOUNTING_CONTEXT ACCOUNTING_PERIOD ADV_INTER_COMPANY_JOURNAL_ENTRY ALLOCATION_SCHEDULE
   AMORTIZATION_SCHEDULE AMORTIZATION_TEMPLATE ASSEMBLY_BUILD ASSEMBLY_ITEM ASSEMBLY_UNBUILD BILLING_ACCOUNT BILLING_CLASS
   BILLING_RATE_CARD BILLING_REVENUE_EVENT BILLING_SCHEDULE BIN BIN_TRANSFER BIN_WORKSHEET BLANKET_PURCHASE_ORDER BOM
   BOM_REVISION BONUS BONUS_TYPE BUDGET_EXCHANGE_RATE BULK_OWNERSHIP_TRANSFER BUNDLE_INSTALLATION_SCRIPT CALENDAR_EVENT CAMPAIGN
   CAMPAIGN_RESPONSE CAMPAIGN_TEMPLATE CASH_REFUND CASH_SALE CHARGE CHARGE_RULE CHECK CLASSIFICATION CLIENT_SCRIPT
   CMS_CONTENT COMPETITOR CONSOLIDATED_EXCHANGE_RATE CONTACT CONTACT_CATEGORY CONTACT_ROLE COST_CATEGORY COUPON_CODE
   CREDIT_CARD_CHARGE CREDIT_CARD_REFUND CREDIT_MEMO CURRENCY CUSTOMER CUSTOMER_CATEGORY CUSTOMER_DEPOSIT CUSTOMER_MESSAGE
   CUSTOMER_PAYMENT CUSTOMER_PAYMENT_AUTHORIZATION CUSTOMER_REFUND CUSTOMER_STATUS CUSTOMER_SUBSIDIARY_RELATIONSHIP DEPARTMENT
   DEPOSIT DEPOSIT_APPLICATION DESCRIPTION_ITEM DISCOUNT_ITEM DOWNLOAD_ITEM EMAIL_TEMPLATE EMPLOYEE ENTITY_ACCOUNT_MAPPING
   ESTIMATE EXPENSE_CATEGORY EXPENSE_REPORT FAIR_VALUE_PRICE FOLDER FULFILLMENT_REQUEST GENERIC_RESOURCE GIFT_CERTIFICATE
   GIFT_CERTIFICATE_ITEM GLOBAL_ACCOUNT_MAPPING GLOBAL_INVENTORY_RELATIONSHIP INBOUND_SHIPMENT INTERCOMP_ALLOCATION_SCHEDULE
   INTER_COMPANY_JOURNAL_ENTRY INTER_COMPANY_TRANSFER_ORDER INVENTORY_ADJUSTMENT INVENTORY_COST_REVALUATION INVENTORY_COUNT
   INVENTORY_DETAIL INVENTORY_ITEM INVENTORY_NUMBER INVENTORY_STATUS INVENTORY_STATUS_CHANGE INVENTORY_TRANSFER INVOICE
   INVOICE_GROUP ISSUE ISSUE_PRODUCT ITEM_ACCOUNT_MAPPING ITEM_COLLECTION ITEM_DEMAND_PLAN ITEM_FULFILLMENT ITEM_GROUP
   ITEM_LOCATION_CONFIGURATION ITEM_PROCESS_FAMILY ITEM_PROCESS_GROUP ITEM_RECEIPT ITEM_REVISION ITEM_SUPPLY_PLAN JOB
   JOB_STATUS JOB_TYPE JOURNAL_ENTRY KIT_ITEM LABOR_BASED_PROJECT_REVENUE_RULE LEAD LOCATION LOT_NUMBERED_ASSEMBLY_ITEM
   LOT_NUMBERED_INVENTORY_ITEM MANUFACTURING_COST_TEMPLATE MANUFACTURING_OPERATION_TASK MANUFACTURING_ROUTING
   MAP_REDUCE_SCRIPT MARKUP_ITEM MASSUPDATE_SCRIPT MERCHANDISE_HIERARCHY_LEVEL MERCHANDISE_HIERARCHY_NODE
   MERCHANDISE_HIERARCHY_VERSION NEXUS NON_INVENTORY_ITEM NOTE NOTE_TYPE OPPORTUNITY ORDER_SCHEDULE ORDER_TYPE
   OTHER_CHARGE_ITEM OTHER_NAME OTHER_NAME_CATEGORY PARTNER PARTNER_CATEGORY PAYCHECK PAYCHECK_JOURNAL PAYMENT_EVENT
   PAYMENT_ITEM PAYMENT_METHOD PAYROLL_ITEM PERIOD_END_JOURNAL PHONE_CALL PORTLET PRICE_BOOK PRICE_LEVEL PRICE_PLAN
   PRICING_GROUP PROJECT_EXPENSE_TYPE PROJECT_TASK PROJECT_TEMPLATE PROMOTION_CODE PROSPECT PURCHASE_CONTRACT PURCHASE_ORDER
   PURCHASE_REQUISITION REALLOCATE_ITEM RECEIVE_INBOUND_SHIPMENT RESOURCE_ALLOCATION RESTLET RETURN_AUTHORIZATION
   REVENUE_ARRANGEMENT REVENUE_COMMITMENT REVENUE_COMMITMENT_REVERSAL REVENUE_PLAN REV_REC_SCHEDULE REV_REC_TEMPLATE
   SALES_ORDER SALES_ROLE SALES_TAX_ITEM SCHEDULED_SCRIPT SCHEDULED_SCRIPT_INSTANCE SCRIPT_DEPLOYMENT
   SERIALIZED_ASSEMBLY_ITEM SERIALIZED_INVENTORY_ITEM SERVICE_ITEM SHIP_ITEM SOLUTION STATISTICAL_JOURNAL_ENTRY
   STORE_PICKUP_FULFILLMENT SUBSCRIPTION SUBSCRIPTION_CHANGE_ORDER SUBSCRIPTION_LINE SUBSCRIPTION_PLAN SUBSIDIARY
   SUBTOTAL_ITEM SUITELET SUPPLY_CHAIN_SNAPSHOT SUPPORT_CASE TASK TAX_ACCT TAX_GROUP TAX_PERIOD TAX_TYPE TERM TIME_BILL
   TIME_ENTRY TIME_OFF_CHANGE TIME_OFF_PLAN TIME_OFF_REQUEST TIME_OFF_RULE TIME_OFF_TYPE TIME_SHEET TOPIC TRANSFER_ORDER
   UNITS_TYPE USEREVENT_SCRIPT VENDOR VENDOR_BILL VENDOR_CATEGORY VENDOR_CREDIT VENDOR_PAYMENT VENDOR_PREPAYMENT
   VENDOR_PREPAYMENT_APPLICATION VENDOR_RETURN_AUTHORIZATION VENDOR_SUBSIDIARY_RELATIONSHIP WAVE WBS WEBSITE
   WORKFLOW_ACTION_SCRIPT WORK_ORDER WORK_ORDER_CLOSE WORK_ORDER_COMPLETION WORK_ORDER_ISSUE WORKPLACE ZONE`,
  (key) => key.replaceAll('_', '').toLowerCase(),
);
