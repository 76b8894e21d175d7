/* Modules that scripts import, often without use, and whose work the local account does not do. They load; a call is refused
 * with the error UNSUPPORTED_BY_LOCAL_ACCOUNT. Their enumerations are NetSuite's. */

function refusedMembers(name, members) {
  const made = {};
  members.split(' ').filter(Boolean).forEach((member) => {
    made[member] = withPromise(() => unsupported(`${name}.${member}`));
  });
  return made;
}

function refusedModule(name, members, enumerations) {
  builtin(`N/${name}`, () => Object.assign(refusedMembers(name, members), enumerations));
}

refusedModule('task', 'create checkStatus', {
  TaskType: enumerationOf(`CSV_IMPORT ENTITY_DEDUPLICATION MAP_REDUCE QUERY RECORD_ACTION SCHEDULED_SCRIPT SEARCH SUITE_QL
    WORKFLOW_TRIGGER DOCUMENT_CAPTURE`),
  TaskStatus: enumerationOf('PENDING PROCESSING COMPLETE FAILED'),
  MasterSelectionMode: enumerationOf('CREATED_EARLIEST MOST_POPULATED_FIELDS MOST_RECENT_ACTIVITY SELECT_BY_ID'),
  DedupeMode: enumerationOf('DELETE MAKE_MASTER_PARENT MARK_AS_DUPES MERGE'),
  DedupeEntityType: enumerationOf('CONTACT CUSTOMER LEAD PARTNER PROSPECT VENDOR'),
  MapReduceStage: enumerationOf('GET_INPUT MAP SHUFFLE REDUCE SUMMARIZE'),
  ActionCondition: enumerationOf('ALL_QUALIFIED_INSTANCES'),
});
refusedModule('http', 'delete get post put request', HTTP_ENUMERATIONS);
refusedModule('redirect', 'redirect toRecord toRecordTransform toSavedSearch toSavedSearchResult toSearch toSearchResult toSuitelet toTaskLink', {});
refusedModule('render', 'bom create glReport inputPdf mergeEmail packingSlip pickingTicket statement transaction xmlToPdf', {
  DataSource: enumerationOf('OBJECT JSON XML_DOC XML_STRING'),
  PrintMode: enumerationOf('DEFAULT HTML PDF'),
});
refusedModule('xml', 'escape validate', {
  Parser: Object.freeze({ fromString: () => unsupported('xml.Parser.fromString'), toString: () => unsupported('xml.Parser.toString') }),
  XPath: Object.freeze({ select: () => unsupported('xml.XPath.select') }),
  NodeType: enumerationOf(`ATTRIBUTE_NODE CDATA_SECTION_NODE COMMENT_NODE DOCUMENT_FRAGMENT_NODE DOCUMENT_NODE DOCUMENT_TYPE_NODE
    ELEMENT_NODE ENTITY_NODE ENTITY_REFERENCE_NODE NOTATION_NODE PROCESSING_INSTRUCTION_NODE TEXT_NODE`),
});
refusedModule('currency', 'exchangeRate', {});
refusedModule('ui/dialog', 'alert confirm create', {});
refusedModule('currentRecord', 'get', {});
refusedModule('translation', 'get load selectLocale', { Locale: enumeration({ CURRENT: 'CURRENT', COMPANY_DEFAULT: 'COMPANY_DEFAULT' }) });
refusedModule('plugin', 'findImplementations loadImplementation', {});
refusedModule('transaction', 'void', { Type: RECORD_TYPE });
refusedModule('workflow', 'initiate trigger', {});
refusedModule('action', 'execute executeBulk find get getBulkStatus', {});
refusedModule('auth', 'changeEmail changePassword', {});
refusedModule('sftp', 'createConnection', {});
refusedModule('portlet', 'refresh resize', {});
refusedModule('piremoval', 'createTask deleteTask getTaskStatus loadTask', {});
refusedModule('compress', 'createArchiver gunzip gzip', {});
refusedModule('commerce/recordView', 'viewItems viewWebsite', {});
refusedModule('dataset', 'create createColumn createCondition createJoin createTranslation describe list load', {});
refusedModule('workbook', 'create describe list load', {});
refusedModule('format/i18n', 'getCurrencyFormatter getNumberFormatter getPhoneNumberFormatter getPhoneNumberParser spellOut', {});
refusedModule('keyControl', 'createKey deleteKey findKeys loadKey', {});
refusedModule('llm', 'evaluatePrompt generateText', {});
refusedModule('recordContext', 'getContext', {});
refusedModule('pgp', 'createConfig createRecipient createSigner loadKeyFromSecret parseKey', {});
