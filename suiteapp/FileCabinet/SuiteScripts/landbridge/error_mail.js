/**
 * The mail to the address "Email address to send errors": one in 15 minutes at most, whatever happens.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/email', './store'],
  /**
   * @param {typeof import('N/email')} email
   * @param {Landbridge.StoreModule} store
   * @returns {Landbridge.ErrorMailModule}
   */
  (email, store) => {
    const KEY = 'error-mail';
    const QUIET_S = 900;
    const SUBJECT = 'SuiteProjects Pro: real-time integration error';

    /**
     * The quiet time is noted before sending (20 units): a mail that fails must not be tried again with every save.
     *
     * @type {Landbridge.ErrorMailModule['send']}
     */
    const send = (save, settings, reason) => {
      if (!settings.email || store.get(KEY) !== null) return false;
      store.put(KEY, reason, QUIET_S);
      email.send({
        author: Number(save.user),
        recipients: [settings.email],
        subject: SUBJECT,
        body: [
          `Saving ${save.recordType} ${save.internalId} (${save.event}) could not be announced to SuiteProjects Pro.`,
          `Reason: ${reason}`,
          'The record itself was saved. It is imported by the next scheduled, manual or catch-up run.',
          'Further errors of the next 15 minutes are only in the script execution log.',
        ].join('\n\n'),
      });
      return true;
    };

    return { send };
  },
);
