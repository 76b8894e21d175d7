/**
 * "SuiteProjects Pro: Send to SPP 2.0": announces a saved record to the integration service.
 *
 * It defines afterSubmit only, because NetSuite runs such scripts after those that also define beforeSubmit, and this
 * one has to be the last. Whatever goes wrong here, the save has succeeded and must look so: nothing is thrown.
 *
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 * @NModuleScope SameAccount
 */
define(
  [
    'N/log',
    'N/runtime',
    './answers',
    './bulk',
    './circuit',
    './error_mail',
    './notice',
    './rules',
    './service',
    './settings',
    './suite_sign_on',
  ],
  /**
   * @param {typeof import('N/log')} log
   * @param {typeof import('N/runtime')} runtime
   * @param {Landbridge.AnswersModule} answers
   * @param {Landbridge.BulkModule} bulk
   * @param {Landbridge.CircuitModule} circuit
   * @param {Landbridge.ErrorMailModule} errorMail
   * @param {Landbridge.NoticeModule} notice
   * @param {Landbridge.RulesModule} rules
   * @param {Landbridge.ServiceModule} service
   * @param {Landbridge.SettingsModule} settingsRecord
   * @param {Landbridge.SuiteSignOnModule} suiteSignOn
   */
  (log, runtime, answers, bulk, circuit, errorMail, notice, rules, service, settingsRecord, suiteSignOn) => {
    const ARRIVES_LATER = 'The record was saved. SuiteProjects Pro could not be told now; the record is imported later.';

    /** @param {unknown} error */
    const reasonOf = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

    /**
     * Does what may fail without stopping what follows.
     *
     * @param {string} title of the log entry
     * @param {() => void} step
     */
    const attempt = (title, step) => {
      try {
        step();
      } catch (error) {
        log.error({ title, details: reasonOf(error) });
      }
    };

    /**
     * Asks the cache. False when it cannot be read: the notice matters more than the time that it may take.
     *
     * @param {string} title of the log entry
     * @param {() => boolean} question
     */
    const holds = (title, question) => {
      let answer = false;
      attempt(title, () => {
        answer = question();
      });
      return answer;
    };

    /**
     * An answer that is not shown is no reason to call an accepted notice failed.
     *
     * @param {Landbridge.Save} save
     * @param {Landbridge.Answer} answer
     */
    const keep = (save, answer) => attempt('Answer not kept', () => void answers.keep(save, answer));

    /** @param {Landbridge.Save} save */
    const named = (save) => `${save.recordType} ${save.internalId}`;

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     * @param {string} reason
     * @param {boolean} opensCircuit
     */
    const report = (save, settings, reason, opensCircuit) => {
      log.error({ title: 'Notice not accepted', details: `${named(save)}: ${reason}` });
      if (opensCircuit) attempt('Circuit not opened', () => circuit.open(settings));
      keep(save, { status: 'failed', code: 'not_announced', message: ARRIVES_LATER });
      attempt('Error mail not sent', () => void errorMail.send(save, settings, reason));
    };

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     */
    const announce = (save, settings) => {
      if (settings.suiteSignOn) return suiteSignOn.call(settings.suiteSignOn);
      if (!settings.serviceUrl || !settings.databaseId) {
        throw new Error('the settings record names no service address or no database id');
      }
      const answer = service.post(settings.serviceUrl, notice.sign(notice.claims(save, settings, new Date())));
      if (answer.accepted) {
        keep(save, { status: answer.status, code: answer.code, message: answer.message });
      } else {
        const reason = `HTTP ${answer.httpStatus} ${answer.code} ${answer.message}`.trim();
        report(save, settings, reason, !answer.refusedAlone);
      }
    };

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     */
    const send = (save, settings) => {
      if (holds('Circuit not read', () => circuit.isOpen(settings))) {
        log.audit({ title: 'Notice skipped', details: `${named(save)}: a call failed lately` });
        keep(save, { status: 'failed', code: 'circuit_open', message: ARRIVES_LATER });
        return;
      }
      try {
        announce(save, settings);
      } catch (error) {
        report(save, settings, reasonOf(error), true);
      }
    };

    /** A person saves one record after the other, however fast. @param {Landbridge.Save} save */
    const isInBulk = (save) =>
      rules.boxOf(save) !== null && holds('Saves not counted', () => bulk.isPart(save, new Date()));

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     */
    const sendWhatPasses = (save, settings) => {
      const why = rules.whyNot(save, settings) ?? (isInBulk(save) ? 'it is saved in bulk' : null);
      if (why === null) send(save, settings);
      else log.debug({ title: 'Not sent', details: `${named(save)}: ${why}` });
    };

    /** A rule that fails is no fault of the service, and whoever gets the error mails hears of it. @param {Landbridge.Save} save */
    const decide = (save) => {
      const settings = settingsRecord.read();
      if (!settings) return;
      try {
        sendWhatPasses(save, settings);
      } catch (error) {
        report(save, settings, reasonOf(error), false);
      }
    };

    /** @param {import('N/types').EntryPoints.UserEvent.afterSubmitContext} context */
    const afterSubmit = (context) => {
      attempt('Real-time integration', () => {
        const save = {
          account: runtime.accountId,
          recordType: String(context.newRecord.type),
          internalId: String(context.newRecord.id),
          event: String(context.type),
          context: String(runtime.executionContext),
          user: String(runtime.getCurrentUser().id),
          newRecord: context.newRecord,
          oldRecord: context.oldRecord ?? null,
        };
        if (rules.mayBeSent(save)) decide(save);
      });
    };

    return { afterSubmit };
  },
);
