/* N/ui/serverWidget and N/ui/message: pages as scripts build them. The objects remember what was done to them; of a record's
 * own page the local account shows page messages and buttons. */

const MESSAGE_TYPE = enumeration({ CONFIRMATION: 0, INFORMATION: 1, WARNING: 2, ERROR: 3 });
const MESSAGE_NAMES = ['confirmation', 'information', 'warning', 'error'];

const formState = new WeakMap();

/** An object with the given properties that a script may set, and methods that remember. */
function widget(properties, methods) {
  return Object.assign(Object.create(methods), properties);
}

function chaining(key, argument) {
  return function remember(options) {
    const given = isOptions(options) ? options : { [argument]: options };
    this[key] = given[argument];
    return this;
  };
}

const FIELD_METHODS = {
  updateDisplayType: chaining('displayType', 'displayType'),
  updateLayoutType: chaining('layoutType', 'layoutType'),
  updateBreakType: chaining('breakType', 'breakType'),
  setHelpText: chaining('helpText', 'help'),
  updateDisplaySize(options) {
    requireArguments('updateDisplaySize', options, ['height', 'width']);
    return this;
  },
  addSelectOption(options) {
    requireArguments('addSelectOption', options, ['value']);
    widgetOptions.get(this).push({ value: options.value, text: options.text });
  },
  getSelectOptions() {
    return widgetOptions.get(this).slice();
  },
};
const widgetOptions = new WeakMap();

function formField(options) {
  const made = widget(
    { id: options.id, label: options.label, type: options.type, defaultValue: undefined, isMandatory: false, maxLength: undefined,
      alias: undefined, linkText: undefined, padding: undefined, richTextHeight: undefined, richTextWidth: undefined, rolesPreferred: undefined },
    FIELD_METHODS,
  );
  widgetOptions.set(made, []);
  return made;
}

function formButton(options) {
  return widget({ id: options.id, label: options.label, functionName: options.functionName, isDisabled: false, isHidden: false }, {});
}

const SUBLIST_METHODS = {
  addButton(options) {
    requireArguments('addButton', options, ['id', 'label']);
    return formButton(options);
  },
  addField(options) {
    requireArguments('addField', options, ['id', 'type', 'label']);
    return (sublistFields.get(this)[options.id] = formField(options));
  },
  getField(...given) {
    return sublistFields.get(this)[optionsOf(given, ['id']).id] || null;
  },
  addMarkAllButtons() { return []; },
  addRefreshButton() { return formButton({ id: 'refresh', label: 'Refresh' }); },
  setSublistValue(options) {
    requireArguments('setSublistValue', options, ['id', 'line']);
    sublistFields.get(this)[`${options.id} ${options.line}`] = { value: options.value };
  },
  getSublistValue(options) {
    const held = sublistFields.get(this)[`${options.id} ${options.line}`];
    return held ? held.value : null;
  },
  updateTotallingFieldId() { return this; },
  updateUniqueFieldId() { return this; },
};
const sublistFields = new WeakMap();

function formSublist(options) {
  const made = widget({ id: options.id, label: options.label, type: options.type, displayType: undefined, helpText: undefined, lineCount: -1 }, SUBLIST_METHODS);
  sublistFields.set(made, {});
  return made;
}

const FORM_METHODS = {
  addButton(options) {
    requireArguments('addButton', options, ['id', 'label']);
    return (formState.get(this).buttons[options.id] = formButton(options));
  },
  addSubmitButton(options) {
    return (formState.get(this).buttons.submitter = formButton({ id: 'submitter', label: (options && options.label) || 'Save' }));
  },
  addResetButton(options) {
    return (formState.get(this).buttons.resetter = formButton({ id: 'resetter', label: (options && options.label) || 'Reset' }));
  },
  getButton(...given) {
    return formState.get(this).buttons[optionsOf(given, ['id']).id] || null;
  },
  removeButton(...given) {
    delete formState.get(this).buttons[optionsOf(given, ['id']).id];
    return this;
  },
  addField(options) {
    requireArguments('addField', options, ['id', 'type', 'label']);
    return (formState.get(this).fields[options.id] = formField(options));
  },
  getField(...given) {
    const { id } = optionsOf(given, ['id']);
    const state = formState.get(this);
    const own = state.recordFields[id];
    if (!state.fields[id] && own) state.fields[id] = formField({ id, label: own.label, type: own.type });
    return state.fields[id] || null;
  },
  insertField(options) {
    requireArguments('insertField', options, ['field', 'nextfield']);
    return this;
  },
  addSublist(options) {
    requireArguments('addSublist', options, ['id', 'label', 'type']);
    return (formState.get(this).sublists[options.id] = formSublist(options));
  },
  getSublist(...given) {
    return formState.get(this).sublists[optionsOf(given, ['id']).id] || null;
  },
  insertSublist() { return this; },
  addTab(options) {
    requireArguments('addTab', options, ['id', 'label']);
    return (formState.get(this).tabs[options.id] = widget({ id: options.id, label: options.label, helpText: undefined }, {}));
  },
  addSubtab(options) {
    return FORM_METHODS.addTab.call(this, options);
  },
  getTab(...given) {
    return formState.get(this).tabs[optionsOf(given, ['id']).id] || null;
  },
  getTabs() { return Object.keys(formState.get(this).tabs); },
  getSubtab(...given) { return FORM_METHODS.getTab.apply(this, given); },
  insertTab() { return this; },
  insertSubtab() { return this; },
  addFieldGroup(options) {
    requireArguments('addFieldGroup', options, ['id', 'label']);
    return widget({ id: options.id, label: options.label, isBorderHidden: false, isCollapsed: false, isCollapsible: false, isSingleColumn: false }, {});
  },
  addCredentialField(options) { return FORM_METHODS.addField.call(this, { type: 'text', ...options }); },
  addSecretKeyField(options) { return FORM_METHODS.addField.call(this, { type: 'text', ...options }); },
  addPageLink() { return this; },
  updateDefaultValues(...given) {
    const { values } = optionsOf(given, ['values']);
    Object.keys(values || {}).forEach((id) => {
      const field = FORM_METHODS.getField.call(this, { id });
      if (field) field.defaultValue = values[id];
    });
    return this;
  },
  addPageInitMessage(options) {
    const given = isOptions(options) && isOptions(options.message) ? options.message : options;
    requireArguments('addPageInitMessage', given, ['message']);
    if (!(given.type in MESSAGE_NAMES)) requireArguments('addPageInitMessage', { type: null }, ['type']);
    formState.get(this).messages.push({
      type: MESSAGE_NAMES[given.type],
      title: given.title === undefined ? '' : String(given.title),
      message: String(given.message),
      duration: Number(given.duration) || 0,
    });
    return this;
  },
};

function newForm(title, recordFields) {
  const made = widget({ title, clientScriptFileId: undefined, clientScriptModulePath: undefined }, FORM_METHODS);
  formState.set(made, { fields: {}, recordFields, buttons: {}, sublists: {}, tabs: {}, messages: [] });
  return made;
}

/** The page of a record, as beforeLoad gets it. */
function serverForm(record) {
  return newForm(record.type, record.fields);
}

function formMessages(form) {
  return formState.get(form).messages;
}

/** The page's request, as beforeLoad gets it in the user interface. */
function serverRequest(given) {
  return { method: 'GET', parameters: given.parameters, headers: {}, body: '', files: {} };
}

const lower = (key) => key.replaceAll('_', '').toLowerCase();

builtin('N/ui/serverWidget', () => ({
  createForm(options) {
    requireArguments('createForm', options, ['title']);
    return newForm(options.title, {});
  },
  createList: () => unsupported('serverWidget.createList'),
  createAssistant: () => unsupported('serverWidget.createAssistant'),
  FieldType: enumerationOf(
    `CHECKBOX CURRENCY DATE DATETIME DATETIMETZ EMAIL FILE FLOAT HELP IMAGE INLINEHTML INTEGER LABEL LONGTEXT MULTISELECT PASSWORD
     PERCENT PHONE RADIO RICHTEXT SELECT TEXT TEXTAREA TIMEOFDAY URL`, lower),
  FieldDisplayType: enumerationOf('DISABLED ENTRY HIDDEN INLINE NORMAL NODISPLAY READONLY', lower),
  FieldLayoutType: enumerationOf('ENDROW MIDROW NORMAL OUTSIDE OUTSIDEABOVE OUTSIDEBELOW STARTROW', lower),
  FieldBreakType: enumerationOf('NONE STARTCOL STARTROW', lower),
  FormPageLinkType: enumerationOf('BREADCRUMB CROSSLINK', lower),
  LayoutJustification: enumerationOf('CENTER LEFT RIGHT', lower),
  SublistDisplayType: enumerationOf('HIDDEN NORMAL', lower),
  SublistType: enumerationOf('EDITOR INLINEEDITOR LIST STATICLIST', lower),
}));

const PAGE_ONLY = {
  show: () => unsupported('Message.show on the server'),
  hide: () => unsupported('Message.hide on the server'),
};

builtin('N/ui/message', () => ({
  create(options) {
    const given = options || {};
    return widget({ type: given.type, title: given.title, message: given.message, duration: given.duration },
      PAGE_ONLY);
  },
  Type: MESSAGE_TYPE,
}));
