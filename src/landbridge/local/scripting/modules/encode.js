/* N/encode and N/crypto. */

const ENCODING = enumeration({
  UTF_8: 'UTF_8', BASE_16: 'BASE_16', BASE_32: 'BASE_32', BASE_64: 'BASE_64', BASE_64_URL_SAFE: 'BASE_64_URL_SAFE', HEX: 'HEX',
});
const HASH_ALG = enumeration({ MD5: 'MD5', SHA1: 'SHA1', SHA256: 'SHA256', SHA512: 'SHA512' });

builtin('N/encode', () => ({
  convert(options) {
    requireArguments('convert', options, ['inputEncoding', 'outputEncoding']);
    if (typeof options.string !== 'string') requireArguments('convert', { string: null }, ['string']);
    const { string, inputEncoding, outputEncoding } = options;
    return callHost('encode.convert', { string, inputEncoding, outputEncoding });
  },
  Encoding: ENCODING,
}));

/** Collects the pieces that `update` gets; what is secret or final is computed by the account. */
class Collector {
  constructor() {
    this.pieces = [];
  }
  add(options, fallback) {
    const given = isOptions(options) ? options : { input: options };
    if (typeof given.input !== 'string') requireArguments('update', { input: null }, ['input']);
    this.pieces.push({ input: given.input, encoding: given.inputEncoding || fallback });
  }
}

builtin('N/crypto', () => ({
  createHash(options) {
    requireArguments('createHash', options, ['algorithm']);
    const pieces = new Collector();
    return {
      update: (given) => pieces.add(given, 'UTF_8'),
      digest: (given) =>
        callHost('crypto.hash', { algorithm: options.algorithm, pieces: pieces.pieces, outputEncoding: (given && given.outputEncoding) || 'HEX' }),
    };
  },
  createHmac: () => unsupported('crypto.createHmac (secret keys)'),
  createSecretKey: () => unsupported('crypto.createSecretKey'),
  createCipher: () => unsupported('crypto.createCipher'),
  createDecipher: () => unsupported('crypto.createDecipher'),
  checkPasswordField: () => unsupported('crypto.checkPasswordField'),
  EncryptionAlg: enumeration({ AES: 'AES' }),
  HashAlg: HASH_ALG,
  Padding: enumeration({ NoPadding: 'NoPadding', PKCS5Padding: 'PKCS5Padding' }),
}));

builtin('N/crypto/random', () => ({
  generateBytes(options) {
    const { size } = requireArguments('generateBytes', options, ['size']);
    return new Uint8Array(callHost('random.bytes', { size: Number(size) }));
  },
  generateInt(options) {
    const { min, max } = requireArguments('generateInt', options, ['min', 'max']);
    return callHost('random.integer', { min: Number(min), max: Number(max) });
  },
  generateUUID: () => callHost('random.uuid'),
}));

builtin('N/crypto/certificate', () => ({
  createSigner(options) {
    const { certId, algorithm } = requireArguments('createSigner', options, ['certId', 'algorithm']);
    callHost('certificate.openSigner', { certId, algorithm });
    const pieces = new Collector();
    return {
      update: (given) => pieces.add(given, 'UTF_8'),
      sign: (given) =>
        callHost('certificate.sign', {
          certId, algorithm, pieces: pieces.pieces,
          outputEncoding: (given && given.outputEncoding) || 'BASE_64',
          raw: !!(given && given.useRawFormatForECDSA),
        }),
    };
  },
  createVerifier(options) {
    const { certId, algorithm } = requireArguments('createVerifier', options, ['certId', 'algorithm']);
    callHost('certificate.openSigner', { certId, algorithm });
    const pieces = new Collector();
    return {
      update: (given) => pieces.add(given, 'UTF_8'),
      verify(given) {
        const { signature, signatureEncoding } = requireArguments('verify', given, ['signature']);
        callHost('certificate.verify', {
          certId, algorithm, pieces: pieces.pieces, signature, signatureEncoding: signatureEncoding || 'BASE_64',
        });
      },
    };
  },
  signXml: () => unsupported('certificate.signXml'),
  verifyXmlSignature: () => unsupported('certificate.verifyXmlSignature'),
  HashAlg: enumeration({ SHA1: 'SHA1', SHA256: 'SHA256', SHA384: 'SHA384', SHA512: 'SHA512' }),
}));
