/**
 * How the RESTlets answer a failure: as data, since a RESTlet's own error page would lose the code.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/log'],
  /**
   * @param {typeof import('N/log')} log
   * @returns {Landbridge.RestletAnswerModule}
   */
  (log) => {
    class InvalidRequest extends Error {
      /** @param {string} message */
      constructor(message) {
        super(message);
        this.name = 'INVALID_REQUEST';
      }
    }

    /** @type {Landbridge.RestletAnswerModule['answer']} */
    const answer = (title, action) => {
      try {
        return action();
      } catch (error) {
        const { name = 'UNEXPECTED_ERROR', message = '' } = /** @type {Error} */ (error);
        log.error({ title, details: `${name}: ${message}` });
        return { status: 'error', code: name, message };
      }
    };

    return { InvalidRequest, answer };
  },
);
