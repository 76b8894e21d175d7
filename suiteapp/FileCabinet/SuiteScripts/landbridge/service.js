/**
 * The one call to the integration service.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/https'],
  /**
   * @param {typeof import('N/https')} https
   * @returns {Landbridge.ServiceModule}
   */
  (https) => {
    const PATH = '/realtime/notices';
    const ACCEPTED = 202;
    const LONGEST_TEXT = 300;

    /** Refusals that concern this notice alone: replayed, too large, unknown record type. */
    const REFUSED_ALONE = [409, 413, 422];

    /** @param {unknown} value */
    const short = (value) => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : '');

    /** @param {string} body @returns {Record<string, unknown>} empty when the body is no JSON object */
    const parsed = (body) => {
      try {
        const value = JSON.parse(body);
        return value !== null && typeof value === 'object' ? value : {};
      } catch {
        return {};
      }
    };

    /**
     * Posts a notice (10 units). NetSuite gives up after 5 s without a connection and 45 s without an answer; neither
     * can be set, which is why the circuit exists.
     *
     * @type {Landbridge.ServiceModule['post']}
     */
    const post = (base, token) => {
      const response = https.post({
        url: base + PATH,
        body: token,
        headers: { 'Content-Type': 'application/jose', Accept: 'application/json' },
      });
      const answer = parsed(response.body);
      return {
        httpStatus: response.code,
        accepted: response.code === ACCEPTED,
        refusedAlone: REFUSED_ALONE.includes(response.code),
        status: short(answer.status),
        code: short(answer.code),
        message: short(answer.message),
      };
    };

    return { post };
  },
);
