/* N/file: the File Cabinet. Text files hold text, other types hold base64, as in NetSuite. */

const FILE_TYPE = enumerationOf(
  `APPCACHE AUTOCAD BMPIMAGE CERTIFICATE CONFIG CSV EXCEL FLASH FREEMARKER GIFIMAGE GZIP HTMLDOC ICON JAVASCRIPT JPGIMAGE JSON MESSAGERFC
   MP3 MPEGMOVIE MSPROJECT PDF PJPGIMAGE PLAINTEXT PNGIMAGE POSTSCRIPT POWERPOINT QUICKTIME RTF SCSS SMS STYLESHEET SVG TAR TIFFIMAGE
   VISIO WEBAPPPAGE WEBAPPSCRIPT WORD XMLDOC XSD ZIP`,
);
const TEXT_FILES = ['APPCACHE', 'CONFIG', 'CSV', 'FREEMARKER', 'HTMLDOC', 'JAVASCRIPT', 'JSON', 'PLAINTEXT', 'SCSS', 'STYLESHEET', 'SVG',
  'WEBAPPPAGE', 'WEBAPPSCRIPT', 'XMLDOC', 'XSD', 'MESSAGERFC', 'POSTSCRIPT'];

class CabinetFile {
  #contents;
  #id;
  constructor(options) {
    this.#id = options.id === undefined ? null : options.id;
    this.#contents = options.contents === undefined || options.contents === null ? '' : String(options.contents);
    this.name = options.name;
    this.fileType = options.fileType;
    this.folder = options.folder === undefined ? null : options.folder;
    this.description = options.description === undefined ? null : options.description;
    this.encoding = options.encoding || 'UTF-8';
    this.isInactive = options.isInactive === true;
    this.isOnline = options.isOnline === true;
    this.hideInBundle = options.hideInBundle === true;
  }
  get id() { return this.#id; }
  get isText() { return TEXT_FILES.includes(this.fileType); }
  get size() { return this.isText ? this.#contents.length : Math.floor((this.#contents.replace(/=+$/, '').length * 3) / 4); }
  get path() { return this.#id === null ? undefined : callHost('file.path', { id: this.#id }); }
  get url() { return this.#id === null ? undefined : `/core/media/media.nl?id=${this.#id}`; }
  getContents() { return this.#contents; }
  appendLine(options) {
    if (!this.isText) fail('SSS_INVALID_TYPE_ARG', 'Lines can be appended to text files only.');
    this.#contents += `${(isOptions(options) ? options.value : options)}\n`;
    return this;
  }
  get lines() {
    const all = this.#contents.split('\n');
    return { iterator: () => ({ each: (callback) => { all.every((value) => callback({ value })); } }) };
  }
  resetStream() {}
  save() {
    if (this.folder === null) fail('SSS_FILE_MISSING_REQD_PARAM', 'Please enter value(s) for: Folder');
    this.#id = callHost('file.save', {
      name: String(this.name), folder: String(this.folder), contents: this.#contents, isText: this.isText,
    });
    return this.#id;
  }
  toJSON() {
    const { id, name, fileType, folder, size, url, path, isOnline, isInactive, description } = this;
    return { type: 'file.File', id, name, fileType, folder, size, url, path, isOnline, isInactive, description, isText: this.isText };
  }
}

builtin('N/file', () => ({
  create(options) {
    requireArguments('create', options, ['name', 'fileType']);
    return new CabinetFile(options);
  },
  load(...given) {
    const { id } = requireArguments('load', optionsOf(given, ['id']), ['id']);
    return new CabinetFile(callHost('file.load', { id: String(id), textTypes: TEXT_FILES }));
  },
  delete(...given) {
    const { id } = requireArguments('delete', optionsOf(given, ['id']), ['id']);
    return Number(callHost('file.delete', { id: String(id) }));
  },
  copy: () => unsupported('file.copy'),
  Encoding: enumeration({ GB18030: 'GB18030', SHIFT_JIS: 'SHIFT_JIS', MAC_ROMAN: 'MAC_ROMAN', GB2312: 'GB2312', BIG5: 'BIG5',
    WINDOWS_1252: 'windows-1252', ISO_8859_1: 'ISO-8859-1', UTF_8: 'UTF-8' }),
  NameConflictResolution: enumeration({ FAIL: 'FAIL', OVERWRITE: 'OVERWRITE', OVERWRITE_CONTENT_AND_ATTRIBUTES: 'OVERWRITE_CONTENT_AND_ATTRIBUTES',
    RENAME_TO_UNIQUE: 'RENAME_TO_UNIQUE' }),
  Type: FILE_TYPE,
}));
