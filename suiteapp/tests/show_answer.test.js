jest.mock('N/cache');
jest.mock('N/log');
jest.mock('N/runtime');
jest.mock('N/ui/message');

const cache = require('N/cache');
const log = require('N/log');

const account = require('./account');
const answers = require('SuiteScripts/landbridge/answers');
const script = require('SuiteScripts/landbridge/show_answer');

const save = { recordType: 'employee', internalId: '3', user: '7' };
const answer = (status, message = 'As you wish.') => ({ status, code: status, message });

function viewed(changes = {}) {
  const form = { addPageInitMessage: jest.fn() };
  script.beforeLoad({
    type: 'view',
    UserEventType: { VIEW: 'view', EDIT: 'edit' },
    newRecord: { type: 'employee', id: 3 },
    form,
    ...changes,
  });
  return form.addPageInitMessage.mock.calls.map(([message]) => message);
}

let shared;

beforeEach(() => {
  shared = account.sharedCache();
  account.signedIn();
});

test('defines beforeLoad only', () => {
  expect(Object.keys(script)).toEqual(['beforeLoad']);
});

test.each([
  ['running', 'CONFIRMATION'],
  ['queued', 'INFORMATION'],
  ['ignored', 'INFORMATION'],
  ['failed', 'WARNING'],
])('shows the status %s as %s', (status, type) => {
  const { Type } = require('N/ui/message');
  answers.keep(save, answer(status));
  expect(viewed()).toEqual([{ type: Type[type], title: 'SuiteProjects Pro', message: 'As you wish.' }]);
});

test('has words of its own when the service sent none', () => {
  answers.keep(save, answer('queued', ''));
  expect(viewed()[0].message).toMatch(/added to the queue and will run as soon as possible/);
});

test('shows an answer once', () => {
  answers.keep(save, answer('queued'));
  expect(viewed()).toHaveLength(1);
  expect(viewed()).toHaveLength(0);
});

test('shows an old answer no more', () => {
  answers.keep(save, answer('queued'));
  shared.advance(600);
  expect(viewed()).toEqual([]);
});

test('shows text, never markup', () => {
  answers.keep(save, answer('queued', '<img src=x onerror=alert(1)> & co'));
  expect(viewed()[0].message).toBe('&lt;img src=x onerror=alert(1)&gt; &amp; co');
});

test.each([
  ['the record is edited', { type: 'edit' }],
  ['another record is viewed', { newRecord: { type: 'employee', id: 4 } }],
])('shows nothing when %s, and keeps the answer', (_, changes) => {
  answers.keep(save, answer('queued'));
  expect(viewed(changes)).toEqual([]);
  expect(viewed()).toHaveLength(1);
});

test('shows nothing to a web service that reads the record', () => {
  answers.keep(save, answer('queued'));
  account.signedIn('WEBSERVICES');
  expect(viewed()).toEqual([]);
});

test('an unknown status shows nothing', () => {
  answers.keep(save, answer('toString'));
  expect(viewed()).toEqual([]);
});

test('a failure leaves the page alone', () => {
  cache.getCache.mockImplementation(() => {
    throw new Error('broken');
  });
  expect(viewed()).toEqual([]);
  expect(log.error).toHaveBeenCalledTimes(1);
});
