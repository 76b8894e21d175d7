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
  ['N/log', 'N/runtime', './answers', './circuit', './error_mail', './notice', './rules', './service', './settings'],
  /**
   * @param {typeof import('N/log')} log
   * @param {typeof import('N/runtime')} runtime
   * @param {Landbridge.AnswersModule} answers
   * @param {Landbridge.CircuitModule} circuit
   * @param {Landbridge.ErrorMailModule} errorMail
   * @param {Landbridge.NoticeModule} notice
   * @param {Landbridge.RulesModule} rules
   * @param {Landbridge.ServiceModule} service
   * @param {Landbridge.SettingsModule} settingsRecord
   */
  (log, runtime, answers, circuit, errorMail, notice, rules, service, settingsRecord) => {
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
     * An answer that is not shown is no reason to call an accepted notice failed.
     *
     * @param {Landbridge.Save} save
     * @param {Landbridge.Answer} answer
     */
    const keep = (save, answer) => attempt('Answer not kept', () => void answers.keep(save, answer));

    /**
     * Closed when the cache cannot be read: the notice matters more than the time that it may take.
     *
     * @param {Landbridge.Settings} settings
     */
    const isOpen = (settings) => {
      let open = false;
      attempt('Circuit not read', () => {
        open = circuit.isOpen(settings);
      });
      return open;
    };

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     * @param {string} reason
     * @param {boolean} opensCircuit
     */
    const report = (save, settings, reason, opensCircuit) => {
      log.error({ title: 'Notice not accepted', details: `${save.recordType} ${save.internalId}: ${reason}` });
      if (opensCircuit) attempt('Circuit not opened', () => circuit.open(settings));
      keep(save, { status: 'failed', code: 'not_announced', message: ARRIVES_LATER });
      attempt('Error mail not sent', () => void errorMail.send(save, settings, reason));
    };

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     */
    const announce = (save, settings) => {
      if (!settings.url || !settings.databaseId) {
        throw new Error('the settings record names no service address or no database id');
      }
      const answer = service.post(settings.url, notice.sign(notice.claims(save, settings, new Date())));
      if (answer.accepted) {
        keep(save, { status: answer.status, code: answer.code, message: answer.message });
      } else {
        const reason = `HTTP ${answer.httpStatus} ${answer.code} ${answer.message}`.trim();
        report(save, settings, reason, !answer.refusedAlone);
      }
    };

    /** @param {Landbridge.Save} save */
    const send = (save) => {
      const settings = settingsRecord.read();
      if (!settings || !rules.isWanted(settings, save.recordType, save.account)) return;
      if (isOpen(settings)) {
        log.audit({ title: 'Notice skipped', details: `${save.recordType} ${save.internalId}: a call failed lately` });
        keep(save, { status: 'failed', code: 'circuit_open', message: ARRIVES_LATER });
        return;
      }
      try {
        announce(save, settings);
      } catch (error) {
        report(save, settings, reasonOf(error), true);
      }
    };

    /** @param {import('N/types').EntryPoints.UserEvent.afterSubmitContext} context */
    const afterSubmit = (context) => {
      attempt('Real-time integration', () => {
        const event = String(context.type);
        if (!rules.isUserSave(event, runtime.executionContext)) return;
        send({
          account: runtime.accountId,
          recordType: String(context.newRecord.type),
          internalId: String(context.newRecord.id),
          event,
          context: String(runtime.executionContext),
          user: String(runtime.getCurrentUser().id),
        });
      });
    };

    return { afterSubmit };
  },
);
