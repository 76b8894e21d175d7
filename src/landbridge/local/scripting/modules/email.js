/* N/email: what is sent lies in the account's outbox. */

function recipientList(given) {
  if (given === undefined || given === null || given === '') return [];
  return (Array.isArray(given) ? given : String(given).split(/[;,]/)).map((one) => String(one).trim()).filter(Boolean);
}

builtin('N/email', () => {
  const send = withPromise((options) => {
    requireArguments('send', options, ['author', 'recipients', 'subject', 'body']);
    callHost('email.send', {
      author: String(options.author),
      recipients: recipientList(options.recipients),
      cc: recipientList(options.cc),
      bcc: recipientList(options.bcc),
      replyTo: options.replyTo ? String(options.replyTo) : '',
      subject: String(options.subject),
      body: String(options.body),
    });
  });
  return {
    send,
    sendBulk: withPromise(() => unsupported('email.sendBulk')),
    sendCampaignEvent: withPromise(() => unsupported('email.sendCampaignEvent')),
  };
});
