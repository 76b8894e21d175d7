/** A NetSuite account as the scripts see it: Oracle's stubs, given the behaviour that a test needs. */
const { createSign, generateKeyPairSync, randomUUID } = require('node:crypto');

const cache = require('N/cache');
const certificate = require('N/crypto/certificate');
const encode = require('N/encode');
const https = require('N/https');
const random = require('N/crypto/random');
const record = require('N/record');
const runtime = require('N/runtime');
const search = require('N/search');

const ACCOUNT = '1234567_SB1';
const USER = 7;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** N/cache whose entries live as long as `ttl` says on a clock that the test moves. */
function sharedCache() {
  const entries = new Map();
  let now = 0;
  cache.getCache.mockImplementation(({ scope }) => {
    if (scope !== cache.Scope.PROTECTED) throw new Error(`two scripts cannot share a cache of scope ${scope}`);
    return {
      get: ({ key }) => {
        const entry = entries.get(key);
        return entry && entry.until > now ? entry.value : null;
      },
      put: ({ key, value, ttl }) => {
        if (ttl < 300) throw new Error('N/cache keeps entries for 300 s at least');
        entries.set(key, { value, until: now + ttl });
      },
      remove: ({ key }) => void entries.delete(key),
    };
  });
  return { advance: (seconds) => void (now += seconds) };
}

/** One settings record; a field whose value is undefined is one that the record does not have. */
function settingsRecord(changes = {}) {
  const values = {
    custrecord_landbridge_account: '1234567-sb1',
    custrecord_landbridge_url: 'https://bridge.example/',
    custrecord_landbridge_record_types: '',
    custrecord_oa_url: '',
    custrecord_oa_db_id: '5501',
    custrecord_oa_realtime_enable: true,
    custrecord_oa_realtime_email: 'errors@example.com',
    custrecord_oa_realtime_include_lead: false,
    custrecord_oa_realtime_include_prospect: false,
    custrecord_oa_realtime_sso_record: '',
    ...changes,
  };
  settingsRecords('1');
  const loaded = savedRecord('customrecord_oa_srp_integration_settings', values, 1);
  record.load.mockReturnValue(loaded);
  return loaded;
}

/** @param {string[]} ids of the settings records that a search finds */
function settingsRecords(...ids) {
  search.create.mockReturnValue({ run: () => ({ getRange: () => ids.map((id) => ({ id })) }) });
}

/** A record as scripts hold it; after inline editing `values` are the edited fields alone. */
function savedRecord(type, values = {}, id = 42) {
  const held = { ...values };
  return {
    type,
    id,
    getFields: () => Object.keys(held),
    getValue: ({ fieldId }) => held[fieldId],
    setValue: jest.fn(({ fieldId, value }) => void (held[fieldId] = value)),
    save: jest.fn(() => id),
  };
}

function signedIn(executionContext = 'USERINTERFACE') {
  runtime.accountId = ACCOUNT;
  runtime.executionContext = executionContext;
  runtime.getCurrentUser.mockReturnValue({ id: USER });
}

/** Really signs, so that a test can check the signature with the public key. */
function realTimeCertificate() {
  encode.convert.mockImplementation(({ string, inputEncoding, outputEncoding }) => {
    if (inputEncoding !== encode.Encoding.UTF_8 || outputEncoding !== encode.Encoding.BASE_64_URL_SAFE) {
      throw new Error(`unexpected encoding ${inputEncoding} to ${outputEncoding}`);
    }
    // NetSuite's URL-safe alphabet keeps the padding.
    return Buffer.from(string, 'utf8').toString('base64').replace(/\+/g, '-').replace(/\//g, '_');
  });
  certificate.HashAlg = { SHA256: 'SHA256' }; // documented (section_1549631688), absent from Oracle's stub
  certificate.createSigner.mockImplementation(({ certId, algorithm }) => {
    if (certId !== 'custcertificate_oa_realtime' || algorithm !== certificate.HashAlg.SHA256) {
      throw new Error(`unexpected signer ${certId} ${algorithm}`);
    }
    const signer = createSign('RSA-SHA256');
    return {
      update: ({ input }) => void signer.update(input),
      sign: () => signer.sign(keys.privateKey, 'base64').replace(/\+/g, '-').replace(/\//g, '_'),
    };
  });
  random.generateUUID.mockImplementation(randomUUID);
}

function serviceAnswers(code, body) {
  https.post.mockReturnValue({ code, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

module.exports = {
  ACCOUNT,
  USER,
  publicKey: keys.publicKey,
  realTimeCertificate,
  savedRecord,
  serviceAnswers,
  settingsRecord,
  settingsRecords,
  sharedCache,
  signedIn,
};
