jest.mock('N/cache');
jest.mock('N/certificateControl');
jest.mock('N/crypto/random');
jest.mock('N/file');
jest.mock('N/log');
jest.mock('N/record');
jest.mock('N/runtime');

const certificateControl = require('N/certificateControl');
const file = require('N/file');
const log = require('N/log');
const record = require('N/record');
const random = require('N/crypto/random');
const runtime = require('N/runtime');

const account = require('./account');
const circuit = require('SuiteScripts/landbridge/circuit');
const restlet = require('SuiteScripts/landbridge/certificate_restlet');

const FOLDER = 31;
const FILE = 32;
const CONTENT = Buffer.from('a PKCS#12 file').toString('base64');
const upload = (changes = {}) => ({ name: 'Real time', file: CONTENT, password: 'pass', ...changes });

/** Gives the role every permission at Full but those named. */
const roleWithout = (...lacking) =>
  runtime.getCurrentUser.mockReturnValue({
    id: 7,
    getPermission: ({ name }) => (lacking.includes(name) ? runtime.Permission.VIEW : runtime.Permission.FULL),
  });

let folder;
let loaded;
let created;

beforeEach(() => {
  account.sharedCache();
  account.signedIn();
  roleWithout();
  random.generateUUID.mockReturnValue('00000000-0000-4000-8000-000000000000');
  folder = { setValue: jest.fn(), save: jest.fn(() => FOLDER) };
  record.create.mockReturnValue(folder);
  file.create.mockReturnValue({ save: () => FILE });
  file.load.mockReturnValue({ id: FILE });
  loaded = { save: jest.fn() };
  created = { save: jest.fn() };
  certificateControl.findCertificates.mockReturnValue([]);
  certificateControl.loadCertificate.mockReturnValue(loaded);
  certificateControl.createCertificate.mockReturnValue(created);
});

const expectNothingLeft = () => {
  expect(file.delete).toHaveBeenCalledWith({ id: FILE });
  expect(record.delete).toHaveBeenCalledWith({ type: record.Type.FOLDER, id: FOLDER });
};
const refused = (code) => Object.assign(new Error('You may not.'), { name: code });

describe('GET', () => {
  test('answers version and account before there is a certificate', () => {
    expect(restlet.get()).toEqual({ version: '2.0.0', protocol: 2, account: account.ACCOUNT, lacking: [], certificate: null });
  });

  test('names the certificate, and no other', () => {
    certificateControl.findCertificates.mockReturnValue([
      { id: 'custcertificate_other', name: 'Other' },
      { id: 'custcertificate_oa_realtime', name: 'Real time' },
    ]);
    expect(restlet.get().certificate).toEqual({ scriptId: 'custcertificate_oa_realtime', name: 'Real time' });
  });

  test('answers a missing right as an error, not as a missing certificate', () => {
    certificateControl.findCertificates.mockImplementation(() => {
      throw refused('INSUFFICIENT_PERMISSION');
    });
    const failure = { status: 'error', code: 'INSUFFICIENT_PERMISSION', message: 'You may not.' };
    expect(restlet.get()).toEqual({ version: '2.0.0', protocol: 2, account: account.ACCOUNT, lacking: [], ...failure });
  });

  test('names each permission that the role has not at Full', () => {
    roleWithout('ADMI_CERTIFICATES', 'LIST_FILECABINET', 'LIST_CUSTJOB');
    expect(restlet.get().lacking).toEqual(['ADMI_CERTIFICATES', 'LIST_FILECABINET']);
  });
});

describe('POST', () => {
  test('creates the certificate from a file in a private folder', () => {
    expect(restlet.post(upload())).toEqual({
      status: 'ok',
      version: '2.0.0',
      protocol: 2,
      certificate: 'custcertificate_oa_realtime',
      created: true,
    });
    expect(folder.setValue).toHaveBeenCalledWith({ fieldId: 'isprivate', value: true });
    expect(file.create).toHaveBeenCalledWith(expect.objectContaining({ contents: CONTENT, folder: FOLDER }));
    expect(certificateControl.createCertificate).toHaveBeenCalledWith({
      scriptId: '_oa_realtime',
      name: 'Real time',
      file: { id: FILE },
      password: 'pass',
    });
    expect(created.save).toHaveBeenCalledTimes(1);
    expectNothingLeft();
  });

  test('replaces the certificate that is there', () => {
    certificateControl.findCertificates.mockReturnValue([{ id: 'custcertificate_oa_realtime', name: 'Old' }]);
    expect(restlet.post(upload())).toMatchObject({ status: 'ok', created: false });
    expect(loaded).toMatchObject({ name: 'Real time', file: { id: FILE }, password: 'pass' });
    expect(loaded.save).toHaveBeenCalledTimes(1);
    expect(certificateControl.createCertificate).not.toHaveBeenCalled();
    expectNothingLeft();
  });

  test('closes the circuit, which a bad certificate may have opened', () => {
    const settings = { url: 'https://bridge.example', databaseId: '5501' };
    circuit.open(settings);
    restlet.post(upload());
    expect(circuit.isOpen(settings)).toBe(false);
  });

  test('leaves no file behind when NetSuite refuses the certificate', () => {
    created.save.mockImplementation(() => {
      throw refused('INVALID_CERTIFICATE');
    });
    expect(restlet.post(upload())).toEqual({ status: 'error', code: 'INVALID_CERTIFICATE', message: 'You may not.' });
    expectNothingLeft();
  });

  test('leaves no folder behind when the file cannot be written', () => {
    file.create.mockImplementation(() => {
      throw refused('INSUFFICIENT_PERMISSION');
    });
    expect(restlet.post(upload())).toMatchObject({ status: 'error', code: 'INSUFFICIENT_PERMISSION' });
    expect(file.delete).not.toHaveBeenCalled();
    expect(record.delete).toHaveBeenCalledWith({ type: record.Type.FOLDER, id: FOLDER });
  });

  test('tells of a key file that stays, and that NetSuite has the certificate', () => {
    file.delete.mockImplementation(() => {
      throw refused('CANT_DELETE_FILE');
    });
    const { status, left } = restlet.post(upload());
    expect(status).toBe('ok');
    expect(left).toEqual([expect.stringMatching(`key file ${FILE} .*CANT_DELETE_FILE: You may not`)]);
    expect(record.delete).toHaveBeenCalledTimes(1);
    expect(log.audit).toHaveBeenCalledTimes(1);
  });

  test('tells of a key file that stays beside why NetSuite refused the certificate', () => {
    created.save.mockImplementation(() => {
      throw refused('INVALID_CERTIFICATE');
    });
    file.delete.mockImplementation(() => {
      throw refused('CANT_DELETE_FILE');
    });
    const answer = restlet.post(upload());
    expect(answer).toMatchObject({ status: 'error', code: 'INVALID_CERTIFICATE' });
    expect(answer.left).toHaveLength(1);
  });

  test.each([
    ['the folder stays', record, 'delete', 'left'],
    ['the circuit does not close', circuit, 'close', 'failed'],
    ['the log does not take it', log, 'audit', 'failed'],
  ])('is ok when %s', (_, module, member, told) => {
    const spy = jest.spyOn(module, member).mockImplementation(() => {
      throw refused('AWAY');
    });
    const answer = restlet.post(upload());
    spy.mockReset();
    expect(answer.status).toBe('ok');
    expect(answer[told]).toEqual([expect.stringMatching('AWAY: You may not')]);
  });

  test.each([
    ['no body', undefined],
    ['no password', upload({ password: undefined })],
    ['no file', upload({ file: undefined })],
    ['a file that is not base64', upload({ file: 'not base64!' })],
    ['a file that is too large', upload({ file: 'A'.repeat(64 * 1024 + 4) })],
    ['a name that is no text', upload({ name: 5 })],
  ])('refuses %s before it writes anything', (_, body) => {
    expect(restlet.post(body)).toMatchObject({ status: 'error', code: 'INVALID_REQUEST' });
    expect(record.create).not.toHaveBeenCalled();
    expect(file.create).not.toHaveBeenCalled();
  });

  test('logs no password and no key', () => {
    restlet.post(upload({ password: 'very-secret' }));
    created.save.mockImplementation(() => {
      throw refused('INVALID_CERTIFICATE');
    });
    restlet.post(upload({ password: 'very-secret' }));
    const logged = JSON.stringify([log.error.mock.calls, log.audit.mock.calls]);
    expect(logged).not.toContain('very-secret');
    expect(logged).not.toContain(CONTENT);
  });
});
