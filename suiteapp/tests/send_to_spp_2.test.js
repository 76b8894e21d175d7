jest.mock('N/cache');
jest.mock('N/crypto/certificate');
jest.mock('N/crypto/random');
jest.mock('N/email');
jest.mock('N/encode');
jest.mock('N/https');
jest.mock('N/log');
jest.mock('N/record');
jest.mock('N/runtime');
jest.mock('N/search');
jest.mock('N/sso');

const { createVerify } = require('node:crypto');

const netsuiteCache = require('N/cache');
const certificate = require('N/crypto/certificate');
const email = require('N/email');
const https = require('N/https');
const log = require('N/log');
const search = require('N/search');
const sso = require('N/sso');

const account = require('./account');
const answers = require('SuiteScripts/landbridge/answers');
const trigger = require('SuiteScripts/landbridge/send_to_spp_2');

const FLAG = 'custentity_oa_export_to_openair';
const marked = (type, id = 42, values = {}) => account.savedRecord(type, { [FLAG]: true, ...values }, id);
const saved = (changes = {}) => ({
  type: 'edit',
  newRecord: marked('customer'),
  oldRecord: marked('customer'),
  ...changes,
});
const token = () => https.post.mock.calls.at(-1)[0].body;
const decoded = (segment) => JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));

let cache;

beforeEach(() => {
  cache = account.sharedCache();
  account.settingsRecord();
  account.signedIn();
  account.realTimeCertificate();
  account.serviceAnswers(202, { status: 'queued', code: 'queued', message: 'Added to the queue.' });
});

describe('the script', () => {
  test('has afterSubmit and nothing else, so that it runs after all other scripts', () => {
    expect(Object.keys(trigger)).toEqual(['afterSubmit']);
  });
});

describe('the notice', () => {
  test('is posted as application/jose below the base address', () => {
    trigger.afterSubmit(saved());
    const { url, headers } = https.post.mock.calls[0][0];
    expect(url).toBe('https://bridge.example/realtime/notices');
    expect(headers['Content-Type']).toBe('application/jose');
  });

  test('carries the claims of the save', () => {
    const before = Math.floor(Date.now() / 1000);
    trigger.afterSubmit(saved({ type: 'xedit', newRecord: marked('job', 9) }));
    const claims = decoded(token().split('.')[1]);
    expect(claims).toEqual({
      ver: '2',
      app: '2.0.0',
      iss: account.ACCOUNT,
      aud: '5501',
      iat: expect.any(Number),
      exp: claims.iat + 300,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      record_type: 'job',
      internal_id: '9',
      event: 'xedit',
      context: 'USERINTERFACE',
      user: '7',
    });
    expect(claims.iat).toBeGreaterThanOrEqual(before);
  });

  test('has a header that pins RS256 and names no key', () => {
    trigger.afterSubmit(saved());
    expect(decoded(token().split('.')[0])).toEqual({ alg: 'RS256', typ: 'JWT' });
  });

  test('is a compact JWS without padding whose signature verifies', () => {
    trigger.afterSubmit(saved());
    const [header, payload, signature, ...rest] = token().split('.');
    expect(rest).toEqual([]);
    expect(token()).toMatch(/^[A-Za-z0-9_.-]+$/);
    const verifier = createVerify('RSA-SHA256').update(`${header}.${payload}`);
    expect(verifier.verify(account.publicKey, signature, 'base64url')).toBe(true);
  });

  test('has its own id each time', () => {
    trigger.afterSubmit(saved());
    trigger.afterSubmit(saved());
    const ids = https.post.mock.calls.map(([{ body }]) => decoded(body.split('.')[1]).jti);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('a cache that fails', () => {
  const failing = () => {
    throw new Error('the cache is not available');
  };

  beforeEach(() => {
    netsuiteCache.getCache.mockImplementation(() => ({ get: failing, put: failing, remove: failing }));
  });

  test('does not keep the notice back', () => {
    trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(1);
  });

  test('does not make an accepted notice look like a failed one', () => {
    trigger.afterSubmit(saved());
    expect(email.send).not.toHaveBeenCalled();
    expect(log.error.mock.calls.map(([{ title }]) => title)).toEqual(['Circuit not read', 'Answer not kept']);
  });
});

describe('silent', () => {
  const expectNothing = () => {
    expect(https.post).not.toHaveBeenCalled();
    expect(email.send).not.toHaveBeenCalled();
    expect(log.error).not.toHaveBeenCalled();
  };

  test.each([
    'CSVIMPORT',
    'RESTWEBSERVICES',
    'USEREVENT',
    'SCHEDULED',
    'MAPREDUCE',
    'SUITELET',
    'WORKFLOW',
    'CUSTOMMASSUPDATE',
    'toString',
  ])(
    'in the context %s, without reading the settings',
    (context) => {
      account.signedIn(context);
      trigger.afterSubmit(saved());
      expectNothing();
      expect(search.create).not.toHaveBeenCalled();
    },
  );

  test.each(['delete', 'approve', 'copy', 'view'])('on the event %s', (type) => {
    trigger.afterSubmit(saved({ type }));
    expectNothing();
  });

  test.each([
    ['real time is switched off', { custrecord_oa_realtime_enable: false }],
    ['the settings name another account', { custrecord_landbridge_account: '1234567' }],
    ['the settings name no account', { custrecord_landbridge_account: '' }],
  ])('when %s', (_, changes) => {
    account.settingsRecord(changes);
    trigger.afterSubmit(saved());
    expectNothing();
  });

  test('when there is no settings record', () => {
    account.settingsRecords();
    trigger.afterSubmit(saved());
    expectNothing();
  });

  test.each([
    ['lead', 'custrecord_oa_realtime_include_lead'],
    ['prospect', 'custrecord_oa_realtime_include_prospect'],
  ])('for a %s, unless its box is on', (type, box) => {
    trigger.afterSubmit(saved({ newRecord: marked(type, 5) }));
    expectNothing();
    account.settingsRecord({ [box]: true });
    trigger.afterSubmit(saved({ newRecord: marked(type, 5) }));
    expect(https.post).toHaveBeenCalledTimes(1);
  });
});

describe('saves from outside', () => {
  const BOX = 'custrecord_oa_realtime_soap_customer';
  const times = (count) => {
    for (let save = 0; save < count; save += 1) trigger.afterSubmit(saved());
    return https.post.mock.calls.length;
  };

  beforeEach(() => account.signedIn('WEBSERVICES'));

  test('need their box', () => {
    expect(times(1)).toBe(0);
    account.settingsRecord({ [BOX]: true });
    expect(times(1)).toBe(1);
  });

  test('are silent where an earlier bundle has no such box', () => {
    account.settingsRecord({ [BOX]: undefined });
    expect(times(1)).toBe(0);
    expect(log.error).not.toHaveBeenCalled();
  });

  test('go quiet after five', () => {
    account.settingsRecord({ [BOX]: true });
    expect(times(8)).toBe(5);
  });

  test('are sent when they cannot be counted', () => {
    account.settingsRecord({ [BOX]: true });
    netsuiteCache.getCache.mockImplementation(() => {
      throw new Error('the cache is not available');
    });
    expect(times(8)).toBe(8);
  });
});

describe('SuiteSignOn', () => {
  const settingsOfItsTime = {
    custrecord_landbridge_url: undefined,
    custrecord_landbridge_account: undefined,
    custrecord_landbridge_record_types: undefined,
    custrecord_oa_realtime_sso_record: 'customsso_oa',
  };

  test('is used without a Landbridge URL, and never with one', () => {
    sso.generateSuiteSignOnToken.mockReturnValue('https://spp.example/?token=t');
    https.get.mockReturnValue({ code: 200, headers: {}, body: '' });
    account.settingsRecord(settingsOfItsTime);
    trigger.afterSubmit(saved());
    expect(https.get).toHaveBeenCalledWith({ url: 'https://spp.example/?token=t' });
    expect(https.post).not.toHaveBeenCalled();
    expect(log.error).not.toHaveBeenCalled();

    account.settingsRecord({ custrecord_oa_realtime_sso_record: 'customsso_oa' });
    trigger.afterSubmit(saved());
    expect(https.get).toHaveBeenCalledTimes(1);
    expect(https.post).toHaveBeenCalledTimes(1);
  });

  test('is not needed for a notice: the trigger loads and sends where N/sso is no longer there', () => {
    jest.isolateModules(() => {
      jest.doMock('N/sso', () => {
        throw new Error('MODULE_DOES_NOT_EXIST');
      });
      const fresh = require('./account');
      fresh.sharedCache();
      fresh.settingsRecord();
      fresh.signedIn();
      fresh.realTimeCertificate();
      fresh.serviceAnswers(202, { status: 'queued', code: 'queued', message: 'Added to the queue.' });
      require('SuiteScripts/landbridge/send_to_spp_2').afterSubmit(saved());
      expect(require('N/https').post).toHaveBeenCalledTimes(1);
      expect(require('N/log').error).not.toHaveBeenCalled();
    });
  });

  test('that has ended is mailed with the steps of the upgrade, once', () => {
    sso.generateSuiteSignOnToken.mockImplementation(() => {
      throw new Error('It has ended.');
    });
    account.settingsRecord(settingsOfItsTime);
    trigger.afterSubmit(saved());
    trigger.afterSubmit(saved());
    expect(email.send).toHaveBeenCalledTimes(1);
    expect(email.send.mock.calls[0][0].body).toMatch(/It has ended\..*369637 to 4\.0.*Landbridge URL/s);
  });
});

describe('the circuit', () => {
  const timeout = () =>
    https.post.mockImplementation(() => {
      throw Object.assign(new Error('The host did not answer in time.'), { name: 'SSS_REQUEST_TIME_EXCEEDED' });
    });

  test('after one failed call nine more saves make none', () => {
    timeout();
    for (let save = 0; save < 10; save += 1) trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(1);
  });

  test('closes after 300 seconds', () => {
    timeout();
    trigger.afterSubmit(saved());
    cache.advance(299);
    trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(1);
    cache.advance(1);
    trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(2);
  });

  test('closes at once when the address is corrected', () => {
    timeout();
    trigger.afterSubmit(saved());
    account.settingsRecord({ custrecord_landbridge_url: 'https://other.example' });
    trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(2);
  });

  test.each([401, 403, 500, 503])('opens on the answer %d', (code) => {
    account.serviceAnswers(code, { status: 'refused', code: 'x', message: 'no' });
    trigger.afterSubmit(saved());
    trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(1);
  });

  test.each([409, 413, 422])('stays closed on %d, which concerns one notice alone', (code) => {
    account.serviceAnswers(code, { status: 'refused', code: 'x', message: 'no' });
    trigger.afterSubmit(saved());
    trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(2);
  });
});

describe('the error mail', () => {
  beforeEach(() => account.serviceAnswers(500, '<html>'));

  test('goes to the address of the settings, from the user', () => {
    trigger.afterSubmit(saved());
    expect(email.send).toHaveBeenCalledTimes(1);
    const mail = email.send.mock.calls[0][0];
    expect(mail).toMatchObject({ author: 7, recipients: ['errors@example.com'] });
    expect(mail.body).toContain('customer 42');
    expect(mail.body).toContain('HTTP 500');
  });

  test('comes once in 15 minutes at most', () => {
    trigger.afterSubmit(saved());
    cache.advance(300);
    trigger.afterSubmit(saved());
    cache.advance(300);
    trigger.afterSubmit(saved());
    expect(https.post).toHaveBeenCalledTimes(3);
    expect(email.send).toHaveBeenCalledTimes(1);
    cache.advance(300);
    trigger.afterSubmit(saved());
    expect(email.send).toHaveBeenCalledTimes(2);
  });

  test('that cannot be sent is not tried again with the next save', () => {
    email.send.mockImplementation(() => {
      throw new Error('author is no employee');
    });
    trigger.afterSubmit(saved());
    cache.advance(300);
    trigger.afterSubmit(saved());
    expect(email.send).toHaveBeenCalledTimes(1);
  });

  test('is left out when no address is set', () => {
    account.settingsRecord({ custrecord_oa_realtime_email: '' });
    trigger.afterSubmit(saved());
    expect(email.send).not.toHaveBeenCalled();
    expect(log.error).toHaveBeenCalled();
  });
});

describe('a rule that fails', () => {
  const failing = () => {
    throw new Error('the field cannot be read');
  };

  test('is mailed, and stops no notice of another record', () => {
    account.settingsRecord({ custrecord_landbridge_record_types: '{"customer": {"monitored": ["phone"]}}' });
    trigger.afterSubmit(saved({ newRecord: { ...marked('customer'), getValue: failing } }));
    expect(https.post).not.toHaveBeenCalled();
    expect(email.send.mock.calls[0][0].body).toContain('the field cannot be read');
    trigger.afterSubmit(saved({ newRecord: marked('customer', 43, { phone: '2' }) }));
    expect(https.post).toHaveBeenCalledTimes(1);
  });
});

describe('a save never suffers', () => {
  const broken = () => {
    throw new Error('broken');
  };

  test.each([
    ['the settings cannot be read', () => search.create.mockImplementation(broken)],
    ['the certificate is missing', () => certificate.createSigner.mockImplementation(broken)],
    ['the call fails', () => https.post.mockImplementation(broken)],
    ['the cache fails', () => require('N/cache').getCache.mockImplementation(broken)],
    ['something throws no Error', () => https.post.mockImplementation(() => { throw 'text'; })],
    ['the address is missing', () => account.settingsRecord({ custrecord_landbridge_url: '' })],
    ['the answer is no JSON', () => account.serviceAnswers(202, 'thanks')],
    ['the answer is JSON null', () => account.serviceAnswers(202, 'null')],
  ])('when %s', (_, breakIt) => {
    breakIt();
    expect(() => trigger.afterSubmit(saved())).not.toThrow();
  });

  test('and what went wrong is logged', () => {
    certificate.createSigner.mockImplementation(broken);
    trigger.afterSubmit(saved());
    expect(log.error).toHaveBeenCalledWith({
      title: 'Notice not accepted',
      details: 'customer 42: Error: broken',
    });
  });
});

describe('the answer', () => {
  test('is kept for the user who saved', () => {
    trigger.afterSubmit(saved());
    expect(answers.take('customer', '42', '8')).toBeNull();
    expect(answers.take('customer', '42', '7')).toEqual({
      status: 'queued',
      code: 'queued',
      message: 'Added to the queue.',
    });
  });

  test('is found again after the save changed the stage', () => {
    trigger.afterSubmit(saved({ newRecord: marked('customer') }));
    expect(answers.take('prospect', '42', '7')).not.toBeNull();
  });

  test('says so when the call failed, and when it was skipped', () => {
    account.serviceAnswers(500, '');
    trigger.afterSubmit(saved());
    expect(answers.take('customer', '42', '7')).toMatchObject({ status: 'failed', code: 'not_announced' });
    trigger.afterSubmit(saved());
    expect(answers.take('customer', '42', '7')).toMatchObject({ status: 'failed', code: 'circuit_open' });
  });
});
