/* N/certificateControl: the list of digital certificates. */

const CERTIFICATE_OPTIONS = ['name', 'description', 'password', 'file', 'subsidiaries', 'restrictions', 'scriptRestrictions', 'notifications',
  'weekReminder', 'monthReminder', 'threeMonthsReminder'];

function certificateObject(scriptId, known, isNew) {
  const made = {
    scriptId,
    save() {
      const file = made.file;
      return callHost('certificate.save', {
        scriptId: made.scriptId,
        isNew,
        name: made.name === undefined ? '' : String(made.name),
        description: made.description === undefined ? '' : String(made.description),
        password: made.password === undefined ? null : String(made.password),
        file: file === undefined || file === null ? null : String(typeof file === 'object' ? file.id : file),
      });
    },
  };
  CERTIFICATE_OPTIONS.forEach((name) => { made[name] = known[name]; });
  return made;
}

builtin('N/certificateControl', () => ({
  createCertificate(options) {
    requireArguments('createCertificate', options, ['file', 'name']);
    callHost('certificate.charge');
    return certificateObject(options.scriptId || '', options, true);
  },
  loadCertificate(options) {
    const given = isOptions(options) ? options : { scriptId: options };
    const { scriptId } = requireArguments('loadCertificate', given, ['scriptId']);
    return certificateObject(String(scriptId), callHost('certificate.load', { scriptId: String(scriptId) }), false);
  },
  findCertificates: (options) => callHost('certificate.find', { ...(options || {}) }),
  findUsages: () => unsupported('certificateControl.findUsages'),
  deleteCertificate(options) {
    const given = isOptions(options) ? options : { scriptId: options };
    const { scriptId } = requireArguments('deleteCertificate', given, ['scriptId']);
    callHost('certificate.delete', { scriptId: String(scriptId) });
  },
  lock: () => unsupported('certificateControl.lock'),
  unlock: () => unsupported('certificateControl.unlock'),
  Operation: enumerationOf('CONNECT DELETE FIND GET POST PUT SIGN_STRING SIGN_XML VERIFY_STRING VERIFY_XML'),
  Type: enumeration({ PFX: 'PFX', P12: 'P12', PEM: 'PEM' }),
}));
