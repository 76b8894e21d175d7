/**
 * "SuiteProjects Pro: Show Answer": shows on the record's page what the service answered to the last save.
 *
 * A script of its own, since a beforeLoad in the trigger would not change its place but a second purpose would.
 *
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 * @NModuleScope SameAccount
 */
define(
  ['N/log', 'N/runtime', 'N/ui/message', './answers'],
  /**
   * @param {import('N/log')} log
   * @param {import('N/runtime')} runtime
   * @param {import('N/ui/message')} message
   * @param {Landbridge.AnswersModule} answers
   */
  (log, runtime, message, answers) => {
    const TITLE = 'SuiteProjects Pro';

    const TYPE_OF = Object.freeze({
      running: message.Type.CONFIRMATION,
      queued: message.Type.INFORMATION,
      ignored: message.Type.INFORMATION,
      failed: message.Type.WARNING,
    });

    const TEXT_OF = Object.freeze({
      running: 'The record is being imported into SuiteProjects Pro.',
      queued: 'Your request was added to the queue and will run as soon as possible.',
      ignored: 'SuiteProjects Pro does not import this record.',
      failed: 'The record was saved. It is imported into SuiteProjects Pro later.',
    });

    /** @param {string} text page messages are HTML, an answer is text */
    const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

    /** @param {import('N/types').EntryPoints.UserEvent.beforeLoadContext} context */
    const show = (context) => {
      if (context.type !== context.UserEventType.VIEW) return;
      if (String(runtime.executionContext) !== 'USERINTERFACE') return;
      const { type, id } = context.newRecord;
      const answer = answers.take(String(type), String(id), String(runtime.getCurrentUser().id));
      if (!answer || !(answer.status in TYPE_OF)) return;
      context.form.addPageInitMessage({
        type: TYPE_OF[answer.status],
        title: TITLE,
        message: escaped(answer.message || TEXT_OF[answer.status]),
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
