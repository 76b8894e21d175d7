/**
 * The notice that a record was saved: its claims, and the compact JWS (RFC 7515, RS256) that carries them.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/crypto/certificate', 'N/crypto/random', 'N/encode', './ids', './version'],
  /**
   * @param {typeof import('N/crypto/certificate')} certificate
   * @param {typeof import('N/crypto/random')} random
   * @param {typeof import('N/encode')} encode
   * @param {Landbridge.IdsModule} ids
   * @param {Landbridge.VersionModule} version
   * @returns {Landbridge.NoticeModule}
   */
  (certificate, random, encode, { CERTIFICATE }, { VERSION, PROTOCOL }) => {
    const HEADER = Object.freeze({ alg: 'RS256', typ: 'JWT' });
    const LIFETIME_S = 300;

    /** @param {string} base64 in the URL-safe alphabet; JWS has no padding */
    const unpadded = (base64) => base64.replace(/=+$/, '');

    /** @param {object} value */
    const segment = (value) =>
      unpadded(
        encode.convert({
          string: JSON.stringify(value),
          inputEncoding: encode.Encoding.UTF_8,
          outputEncoding: encode.Encoding.BASE_64_URL_SAFE,
        }),
      );

    /** @type {Landbridge.NoticeModule['claims']} */
    const claims = (save, settings, now) => {
      const issued = Math.floor(now.getTime() / 1000);
      return {
        ver: String(PROTOCOL),
        app: VERSION,
        iss: save.account,
        aud: settings.databaseId,
        iat: issued,
        exp: issued + LIFETIME_S,
        jti: random.generateUUID(),
        record_type: save.recordType,
        internal_id: save.internalId,
        event: save.event,
        context: save.context,
        user: save.user,
      };
    };

    /** Signs with the key of the real-time certificate (10 units). @type {Landbridge.NoticeModule['sign']} */
    const sign = (payload) => {
      const input = `${segment(HEADER)}.${segment(payload)}`;
      const signer = certificate.createSigner({ certId: CERTIFICATE, algorithm: certificate.HashAlg.SHA256 });
      signer.update({ input });
      const signature = signer.sign({ outputEncoding: encode.Encoding.BASE_64_URL_SAFE });
      return `${input}.${unpadded(signature)}`;
    };

    return { claims, sign };
  },
);
