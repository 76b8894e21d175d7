/* N/format, N/url, N/config, N/currency: small services of the account. */

const FORMAT_TYPE = enumerationOf(
  `ADDRESS CCEXPDATE CCNUMBER CCVALIDFROM CHECKBOX CLOBTEXT COLOR CURRENCY CURRENCY2 DATE DATETIME DATETIMETZ DOCUMENT DYNAMICPRECISION
   EMAIL EMAILS FLOAT FULLPHONE FUNCTION FURIGANA IDENTIFIER INTEGER MMYYDATE NONNEGCURRENCY NONNEGFLOAT PACKAGE PERCENT PHONE
   POSCURRENCY POSFLOAT POSINTEGER QUOTEDFUNCTION RADIO RATE RATEHIGHPRECISION SELECT TEXT TEXTAREA TIME TIMEOFDAY TIMETRACK URL`,
  (key) => key.replaceAll('_', '').toLowerCase(),
);
const DATE_TYPES = ['date', 'datetime', 'datetimetz', 'timeofday', 'mmyydate'];
const NUMBER_TYPES = ['integer', 'float', 'currency', 'currency2', 'percent', 'rate', 'posinteger', 'posfloat', 'poscurrency',
  'nonnegcurrency', 'nonnegfloat', 'ratehighprecision', 'dynamicprecision'];

builtin('N/format', () => ({
  parse(options) {
    requireArguments('parse', options, ['type']);
    const { value, type } = options;
    if (typeof value !== 'string') return value;
    if (DATE_TYPES.includes(type)) return new Date(callHost('format.parse', { value, type, timezone: options.timezone || '' }));
    if (NUMBER_TYPES.includes(type)) return callHost('format.number', { value, type });
    return type === 'checkbox' ? value === 'T' : value;
  },
  format(options) {
    requireArguments('format', options, ['type']);
    const { value, type } = options;
    if (value instanceof Date) return callHost('format.format', { value: value.getTime(), type, timezone: options.timezone || '' });
    if (NUMBER_TYPES.includes(type) && value !== '' && value !== null) return callHost('format.numberText', { value, type });
    if (type === 'checkbox') return value === true || value === 'T' ? 'T' : 'F';
    return value === undefined || value === null ? '' : String(value);
  },
  Type: FORMAT_TYPE,
  Timezone: enumeration({
    ETC_GMT_PLUS_12: 'Etc/GMT+12', PACIFIC_SAMOA: 'Pacific/Samoa', PACIFIC_HONOLULU: 'Pacific/Honolulu',
    AMERICA_ANCHORAGE: 'America/Anchorage', AMERICA_LOS_ANGELES: 'America/Los_Angeles', AMERICA_TIJUANA: 'America/Tijuana',
    AMERICA_DENVER: 'America/Denver', AMERICA_PHOENIX: 'America/Phoenix', AMERICA_CHIHUAHUA: 'America/Chihuahua',
    AMERICA_CHICAGO: 'America/Chicago', AMERICA_REGINA: 'America/Regina', AMERICA_GUATEMALA: 'America/Guatemala',
    AMERICA_MEXICO_CITY: 'America/Mexico_City', AMERICA_NEW_YORK: 'America/New_York', AMERICA_BOGOTA: 'America/Bogota',
    AMERICA_CARACAS: 'America/Caracas', AMERICA_HALIFAX: 'America/Halifax', AMERICA_SANTIAGO: 'America/Santiago',
    AMERICA_ST_JOHNS: 'America/St_Johns', AMERICA_SAO_PAULO: 'America/Sao_Paulo', ATLANTIC_AZORES: 'Atlantic/Azores',
    EUROPE_LONDON: 'Europe/London', GMT: 'GMT', ATLANTIC_REYKJAVIK: 'Atlantic/Reykjavik', EUROPE_WARSAW: 'Europe/Warsaw',
    EUROPE_PARIS: 'Europe/Paris', EUROPE_AMSTERDAM: 'Europe/Amsterdam', EUROPE_BUDAPEST: 'Europe/Budapest',
    AFRICA_CAIRO: 'Africa/Cairo', EUROPE_ISTANBUL: 'Europe/Istanbul', ASIA_JERUSALEM: 'Asia/Jerusalem', EUROPE_MOSCOW: 'Europe/Moscow',
    ASIA_TEHRAN: 'Asia/Tehran', ASIA_BAKU: 'Asia/Baku', ASIA_KABUL: 'Asia/Kabul', ASIA_KARACHI: 'Asia/Karachi',
    ASIA_CALCUTTA: 'Asia/Calcutta', ASIA_KATMANDU: 'Asia/Katmandu', ASIA_DHAKA: 'Asia/Dhaka', ASIA_BANGKOK: 'Asia/Bangkok',
    ASIA_JAKARTA: 'Asia/Jakarta', ASIA_HONG_KONG: 'Asia/Hong_Kong', ASIA_MANILA: 'Asia/Manila', ASIA_TAIPEI: 'Asia/Taipei',
    AUSTRALIA_PERTH: 'Australia/Perth', ASIA_SEOUL: 'Asia/Seoul', ASIA_TOKYO: 'Asia/Tokyo', AUSTRALIA_ADELAIDE: 'Australia/Adelaide',
    AUSTRALIA_DARWIN: 'Australia/Darwin', AUSTRALIA_BRISBANE: 'Australia/Brisbane', AUSTRALIA_SYDNEY: 'Australia/Sydney',
    PACIFIC_GUAM: 'Pacific/Guam', PACIFIC_AUCKLAND: 'Pacific/Auckland', PACIFIC_TONGATAPU: 'Pacific/Tongatapu',
  }),
}));

function queryString(parameters) {
  const given = parameters || {};
  return Object.keys(given).map((key) => `&${encodeURIComponent(key)}=${encodeURIComponent(String(given[key]))}`).join('');
}

builtin('N/url', () => ({
  resolveRecord(options) {
    requireArguments('resolveRecord', options, ['recordType']);
    return callHost('url.record', { type: String(options.recordType), id: options.recordId === undefined ? '' : String(options.recordId),
      edit: options.isEditMode === true }) + queryString(options.params);
  },
  resolveScript(options) {
    requireArguments('resolveScript', options, ['scriptId', 'deploymentId']);
    return callHost('url.script', { scriptId: String(options.scriptId), deploymentId: String(options.deploymentId),
      external: options.returnExternalUrl === true }) + queryString(options.params);
  },
  resolveDomain(options) {
    requireArguments('resolveDomain', options, ['hostType']);
    return callHost('url.domain', { hostType: String(options.hostType) });
  },
  resolveTaskLink: () => unsupported('url.resolveTaskLink'),
  format(...given) {
    const { domain, params } = requireArguments('format', optionsOf(given, ['domain', 'params']), ['domain']);
    const text = queryString(params).slice(1);
    return text ? `${domain}${String(domain).includes('?') ? '&' : '?'}${text}` : String(domain);
  },
  HostType: enumeration({ APPLICATION: 'APPLICATION', CUSTOMER_CENTER: 'CUSTOMER_CENTER', FORM: 'FORM', RESTLET: 'RESTLET',
    SUITETALK: 'SUITETALK' }),
}));

builtin('N/config', () => ({
  load: (options) => {
    const { type } = requireArguments('load', options, ['type']);
    return contextRecord({ ...callHost('config.load', { type: String(type) }), isDynamic: options.isDynamic === true });
  },
  Type: enumeration({ USER_PREFERENCES: 'userpreferences', COMPANY_INFORMATION: 'companyinformation', COMPANY_PREFERENCES: 'companypreferences',
    ACCOUNTING_PREFERENCES: 'accountingpreferences', ACCOUNTING_PERIODS: 'accountingperiods', TAX_PERIODS: 'taxperiods',
    COMPANY_FEATURES: 'companyfeatures', TIME_POST: 'timepost', TIME_VOID: 'timevoid' }),
}));
