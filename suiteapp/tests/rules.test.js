jest.mock('N/record');
jest.mock('N/search');

const account = require('./account');
const rules = require('SuiteScripts/landbridge/rules');

const FLAG = 'custentity_oa_export_to_openair';
const save = (changes = {}) => {
  const recordType = changes.recordType ?? 'customer';
  return {
    account: account.ACCOUNT,
    recordType,
    internalId: '42',
    event: 'edit',
    context: 'USERINTERFACE',
    user: '7',
    newRecord: account.savedRecord(recordType, { [FLAG]: true, phone: '2' }),
    oldRecord: account.savedRecord(recordType, { [FLAG]: true, phone: '1' }),
    ...changes,
  };
};
const settings = (changes = {}) => ({
  account: '1234567-sb1',
  serviceUrl: 'https://bridge.example',
  databaseId: '5501',
  realTime: true,
  email: '',
  includeLeads: false,
  includeProspects: false,
  isTicked: () => false,
  recordTypes: {},
  suiteSignOn: '',
  ...changes,
});
const monitoring = (...monitored) => settings({ recordTypes: { customer: { monitored } } });

describe('what keeps a save back is said', () => {
  test.each([
    ['nothing', {}, {}, null],
    ['the switch', {}, { realTime: false }, 'real time is switched off'],
    ['another account', {}, { account: '1234567' }, 'the settings are for another account'],
    ['a box', { context: 'WEBSERVICES' }, {}, 'the box for saves from outside is not ticked'],
    ['a stage', { recordType: 'lead' }, {}, 'leads or prospects are not integrated'],
    [
      'a mark',
      { newRecord: account.savedRecord('customer'), oldRecord: null },
      {},
      'the record is not marked for export',
    ],
  ])('%s', (_, changes, given, expected) => {
    expect(rules.whyNot(save(changes), settings(given))).toBe(expected);
  });

  test.each([
    ['customer', 'custentity_landbridge_imported'],
    ['supportcase', 'custevent_landbridge_imported'],
    ['serviceitem', 'custitem_landbridge_imported'],
    ['salesorder', 'custbody_landbridge_imported'],
  ])('the stamp of an import on a %s', (recordType, field) => {
    const stamped = (instant) => account.savedRecord(recordType, { [FLAG]: true, phone: '1', [field]: instant });
    const given = settings({ recordTypes: { [recordType]: { unflagged: true } } });
    const written = save({ recordType, newRecord: stamped('2'), oldRecord: stamped('1') });
    const carried = save({ recordType, newRecord: stamped('2'), oldRecord: stamped('2') });
    expect(rules.whyNot(written, given)).toBe('it says when the record was imported last');
    expect(rules.whyNot(carried, given)).toBeNull();
  });

  test('no monitored field', () => {
    expect(rules.whyNot(save(), monitoring('email'))).toBe('no monitored field has changed');
    expect(rules.whyNot(save(), monitoring('email', 'phone'))).toBeNull();
  });
});

describe('boxes', () => {
  test.each([
    ['WEBSERVICES', 'employee', 'soapUser'],
    ['WEBSERVICES', 'customer', 'soapCustomer'],
    ['WEBSERVICES', 'lead', 'soapCustomer'],
    ['WEBSERVICES', 'prospect', 'soapCustomer'],
    ['RESTLET', 'job', 'restletProject'],
    ['USERINTERFACE', 'salesorder', null],
  ])('%s of %s asks for %s', (context, recordType, box) => {
    expect(rules.boxOf(save({ context, recordType }))).toBe(box);
  });

  test.each([
    ['USERINTERFACE', 'salesorder', true],
    ['WEBSERVICES', 'salesorder', false],
    ['RESTLET', 'customrecord_oa_cost_center', false],
    ['RESTWEBSERVICES', 'customer', false],
    ['constructor', 'customer', false],
    ['WEBSERVICES', 'constructor', false],
  ])('%s may send %s: %s', (context, recordType, expected) => {
    expect(rules.mayBeSent(save({ context, recordType }))).toBe(expected);
  });
});

describe('monitored fields', () => {
  const compared = (before, after, event = 'edit') =>
    rules.whyNot(
      save({
        event,
        newRecord: account.savedRecord('customer', { [FLAG]: true, ...after }),
        oldRecord: account.savedRecord('customer', { [FLAG]: true, ...before }),
      }),
      monitoring('email', 'startdate', 'categories'),
    ) === null;

  test.each([
    ['an empty field of any form', { email: null }, { email: '' }, false],
    ['a field that is missing', {}, { email: '' }, false],
    ['a number and its text', { email: 5 }, { email: '5' }, false],
    ['the same date', { startdate: new Date(2026, 1, 2) }, { startdate: new Date(2026, 1, 2) }, false],
    ['another date', { startdate: new Date(2026, 1, 2) }, { startdate: new Date(2026, 1, 3) }, true],
    ['the same choices', { categories: ['1', '2'] }, { categories: ['1', '2'] }, false],
    ['other choices', { categories: ['1', '2'] }, { categories: ['1'] }, true],
    ['what is inactive now', { isinactive: false }, { isinactive: true }, true],
  ])('%s', (_, before, after, changed) => {
    expect(compared(before, after)).toBe(changed);
  });

  test('inline, what was submitted counts', () => {
    expect(compared({ email: 'a' }, { email: 'a' }, 'xedit')).toBe(true);
    const submitted = { event: 'xedit', newRecord: account.savedRecord('customer', { phone: '3' }) };
    expect(rules.whyNot(save(submitted), monitoring('email'))).toBe('no monitored field has changed');
    expect(rules.whyNot(save(submitted), monitoring('phone'))).toBeNull();
  });
});
