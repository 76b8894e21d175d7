/* Entry: one request in, one result out. Evaluated last; leaves the one function that the child process takes away. */

globalThis.log = builtinModule('N/log');
globalThis.util = builtinModule('N/util');

const settlement = { result: null };

/** What the account is told when the entry point has come to its end. */
function finished(request, returned, effects) {
  return { value: request.kind === 'restlet' ? restletReply(returned) : null, ...effects() };
}

function restletReply(returned) {
  if (returned === undefined || returned === null) return { kind: 'empty' };
  if (typeof returned === 'string') return { kind: 'text', text: returned };
  if (typeof returned === 'object') return { kind: 'object', text: JSON.stringify(returned) };
  return { kind: 'text', text: String(returned) };
}

function userEventContext(request) {
  const given = request.context;
  const context = {
    type: given.type,
    newRecord: contextRecord(given.newRecord),
    UserEventType: USER_EVENT_TYPE,
  };
  if (request.entry === 'beforeLoad') {
    context.form = serverForm(given.newRecord, given.type);
    context.request = given.request ? serverRequest(given.request) : undefined;
  } else {
    context.oldRecord = given.oldRecord ? contextRecord(given.oldRecord) : null;
  }
  return context;
}

function prepareUserEvent(request) {
  const context = userEventContext(request);
  return {
    given: [context],
    effects: () => ({
      changes: recordChanges(context.newRecord),
      messages: context.form ? formMessages(context.form) : [],
    }),
  };
}

function prepareRestlet(request) {
  const body = request.body;
  return { given: [body.kind === 'object' ? JSON.parse(body.text) : body.text], effects: () => ({}) };
}

const INVOCATION_TYPE = enumerationOf('SCHEDULED ON_DEMAND USER_INTERFACE ABORTED SKIPPED');

function prepareScheduled(request) {
  return { given: [{ type: request.context.type, InvocationType: INVOCATION_TYPE }], effects: () => ({}) };
}

const PREPARATIONS = { restlet: prepareRestlet, scheduled: prepareScheduled, userevent: prepareUserEvent };

function execute(request) {
  shiftClock(request.clockOffset);
  sentSources = request.sources;
  if (request.functions) return executeSuiteScript1(request);
  const script = loadFile(request.path);
  const functions = script && (typeof script === 'object' || typeof script === 'function') ? script : {};
  const entries = ENTRY_POINTS.filter((name) => typeof functions[name] === 'function');
  if (!entries.includes(request.entry)) return { result: { absent: true, entries } };
  const { given, effects } = PREPARATIONS[request.kind](request);
  const returned = functions[request.entry](...given);
  const settle = (value) => ({ ...finished(request, value, effects), entries });
  if (returned instanceof Promise) {
    returned.then(
      (value) => { settlement.result = settle(value); },
      (thrown) => { settlement.result = { error: describeThrown(thrown), entries }; },
    );
    return { pending: true };
  }
  return { result: settle(returned) };
}

const ENTRY_POINTS = ['beforeLoad', 'beforeSubmit', 'afterSubmit', 'get', 'post', 'put', 'delete', 'execute'];

globalThis.__landbridgeRun = (text) => {
  try {
    if (text === '') {
      const never = { error: { name: 'UNEXPECTED_ERROR', message: 'The promise was never settled.', stack: [] } };
      return JSON.stringify(settlement.result || never);
    }
    const outcome = execute(JSON.parse(text));
    return outcome.pending ? '' : JSON.stringify(outcome.result);
  } catch (thrown) {
    return JSON.stringify({ error: describeThrown(thrown) });
  }
};
