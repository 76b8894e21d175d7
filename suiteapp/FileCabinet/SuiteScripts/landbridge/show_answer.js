/**
 * "SuiteProjects Pro: Show Answer": shows on the record's page what the service answered to the last save.
 *
 * A script of its own, so that the trigger does one thing and keeps its place as the last.
 *
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 * @NModuleScope SameAccount
 */
define(
  ['N/log', 'N/runtime', 'N/ui/message', './answers'],
  /**
   * @param {typeof import('N/log')} log
   * @param {typeof import('N/runtime')} runtime
   * @param {typeof import('N/ui/message')} message
   * @param {Landbridge.AnswersModule} answers
   */
  (log, runtime, message, answers) => {
    const TITLE = 'SuiteProjects Pro';

    /** @type {Readonly<Record<string, { type: import('N/ui/message').Type, text: string }>>} by the answer's status */
    const SHOWN = Object.freeze({
      running: {
        type: message.Type.CONFIRMATION,
        text: 'The record is being imported into SuiteProjects Pro.',
      },
      queued: {
        type: message.Type.INFORMATION,
        text: 'Your request was added to the queue and will run as soon as possible.',
      },
      ignored: {
        type: message.Type.INFORMATION,
        text: 'SuiteProjects Pro does not import this record.',
      },
      failed: {
        type: message.Type.WARNING,
        text: 'The record was saved. It is imported into SuiteProjects Pro later.',
      },
    });

    /** @param {string} text page messages are HTML, an answer is text */
    const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

    /** @param {import('N/types').EntryPoints.UserEvent.beforeLoadContext} context */
    const show = (context) => {
      if (context.type !== context.UserEventType.VIEW) return;
      if (String(runtime.executionContext) !== 'USERINTERFACE') return;
      const { type, id } = context.newRecord;
      const answer = answers.take(String(type), String(id), String(runtime.getCurrentUser().id));
      if (!answer || !Object.keys(SHOWN).includes(answer.status)) return;
      const shown = SHOWN[answer.status];
      context.form.addPageInitMessage({
        type: shown.type,
        title: TITLE,
        message: escaped(answer.message || shown.text),
      });
    };

    /** @param {import('N/types').EntryPoints.UserEvent.beforeLoadContext} context */
    const beforeLoad = (context) => {
      try {
        show(context);
      } catch (error) {
        // A page without the message is better than no page.
        log.error({ title: 'Answer not shown', details: String(error) });
      }
    };

    return { beforeLoad };
  },
);
