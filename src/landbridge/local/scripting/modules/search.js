/* N/search: ad-hoc searches by filter objects or filter expressions. Saved searches do not exist in the local account. */

const SORT = enumeration({ ASC: 'ASC', DESC: 'DESC', NONE: 'NONE' });
const EACH_LIMIT = 4000;
const RANGE_LIMIT = 1000;

class SearchColumn {
  #sort;
  constructor(options) {
    this.name = options.name;
    this.join = options.join;
    this.summary = options.summary;
    this.label = options.label;
    this.formula = options.formula;
    this.function = options.function;
    this.#sort = options.sort;
  }
  get sort() {
    return this.#sort;
  }
  set sort(direction) {
    this.#sort = direction;
  }
  setWhenOrderedBy(options) {
    requireArguments('setWhenOrderedBy', options, ['name', 'join']);
    return this;
  }
  toJSON() {
    const { name, join, summary, label, formula } = this;
    return { name, join, summary, label, type: undefined, formula, sortdir: this.#sort };
  }
}

class SearchFilter {
  constructor(options) {
    this.name = options.name;
    this.join = options.join;
    this.operator = options.operator;
    this.values = options.values;
    this.formula = options.formula;
    this.summary = options.summary;
  }
}

function columnOf(given) {
  if (given instanceof SearchColumn) return given;
  if (typeof given !== 'string') return new SearchColumn(given);
  const [first, second] = given.split('.');
  return new SearchColumn(second === undefined ? { name: first } : { join: first, name: second });
}

function filterValues(filter) {
  if (filter.values === undefined || filter.values === null) return [];
  return Array.isArray(filter.values) ? filter.values : [filter.values];
}

/** Any accepted spelling of filters as one expression of nested arrays. */
function expressionOf(filters) {
  if (filters === undefined || filters === null) return [];
  if (!Array.isArray(filters)) return [leafOf(filters)];
  if (filters.length === 0) return [];
  if (typeof filters[0] === 'string' && filters[0].toLowerCase() !== 'not') return [filters.map(wireFilterValue)];
  const parts = filters.map((part) => (typeof part === 'string' || Array.isArray(part) ? wireFilterPart(part) : leafOf(part)));
  return parts;
}

function wireFilterPart(part) {
  return Array.isArray(part) ? part.map((inner) => (Array.isArray(inner) ? wireFilterPart(inner) : wireFilterValue(inner))) : part;
}

function wireFilterValue(value) {
  if (value instanceof Date) return callHost('format.format', { value: value.getTime(), type: 'datetime' });
  return value === null || value === undefined ? '' : value;
}

function leafOf(filter) {
  requireArguments('createFilter', filter, ['name', 'operator']);
  const name = filter.join ? `${filter.join}.${filter.name}` : filter.name;
  if (filter.formula) unsupported('A search filter with a formula');
  return [name, filter.operator, ...filterValues(filter).map(wireFilterValue)];
}

class SearchResult {
  #row;
  #columns;
  constructor(type, row, columns) {
    this.recordType = type;
    this.id = row.id;
    this.#row = row;
    this.#columns = columns;
  }
  get columns() {
    return this.#columns;
  }
  #cell(given, key) {
    const wanted = optionsOf(given, ['name', 'join', 'summary']);
    const index = this.#columns.findIndex(
      (column) =>
        column === wanted ||
        (column.name === wanted.name &&
          (column.join || '') === (wanted.join || '') &&
          (!wanted.summary || String(column.summary).toUpperCase() === String(wanted.summary).toUpperCase())),
    );
    return index < 0 ? null : this.#row.cells[index][key];
  }
  getValue(...given) {
    return this.#cell(given, 'value');
  }
  getText(...given) {
    return this.#cell(given, 'text');
  }
  getAllValues() {
    return this.toJSON().values;
  }
  toJSON() {
    const values = {};
    this.#columns.forEach((column, index) => {
      const cell = this.#row.cells[index];
      const name = column.join ? `${column.join}.${column.name}` : column.name;
      const key = column.summary ? `${String(column.summary).toUpperCase()}(${name})` : name;
      values[key] = cell.text === null ? cell.value : cell.value === '' ? [] : [{ value: cell.value, text: cell.text }];
    });
    return { recordType: this.recordType, id: this.id, values };
  }
}

class ResultSet {
  #search;
  #rows = null;
  constructor(search) {
    this.#search = search;
  }
  get columns() {
    return searchColumns(this.#search);
  }
  #results() {
    if (this.#rows === null) this.#rows = executeSearch(this.#search);
    return this.#rows;
  }
  getRange(...given) {
    const options = requireArguments('getRange', optionsOf(given, ['start', 'end']), ['start', 'end']);
    const { start, end } = options;
    if (end - start > RANGE_LIMIT || start < 0 || end < start) {
      fail('SSS_INVALID_SEARCH_RESULT_INDEX', 'Search result set may not be retrieved with more than 1000 results in a range.');
    }
    callHost('search.charge');
    return this.#results().slice(start, end);
  }
  each(callback) {
    const results = this.#results();
    callHost('search.charge');
    for (let index = 0; index < results.length; index += 1) {
      if (index >= EACH_LIMIT) fail('SSS_SEARCH_FOR_EACH_LIMIT_EXCEEDED', 'No more than 4000 search results may be requested at one time.');
      if (!callback(results[index])) return;
    }
  }
}

function searchColumns(search) {
  return [].concat(search.columns === undefined || search.columns === null ? [] : search.columns).map(columnOf);
}

function executeSearch(search) {
  const columns = searchColumns(search);
  const rows = callHost('search.run', {
    type: search.searchType,
    filters: search.filterExpression,
    columns: columns.map(({ name, join, summary, formula, sort }) => ({ name, join, summary, formula, sort })),
  });
  return rows.map((row) => new SearchResult(search.searchType, row, columns));
}

class Search {
  #filters;
  constructor(options) {
    this.searchType = String(options.type).toLowerCase();
    this.#filters = options.filters;
    this.columns = searchColumns(options);
    this.title = options.title;
    this.settings = options.settings;
  }
  get filters() {
    return this.#filters === undefined ? [] : this.#filters;
  }
  set filters(filters) {
    this.#filters = filters;
  }
  get filterExpression() {
    return expressionOf(this.#filters);
  }
  set filterExpression(expression) {
    this.#filters = expression;
  }
  run() {
    return new ResultSet(this);
  }
  runPaged(options) {
    const pageSize = (options && options.pageSize) || 50;
    if (pageSize < 5 || pageSize > 1000) fail('SSS_INVALID_PAGE_SIZE', 'The page size must be between 5 and 1000.');
    callHost('search.charge', { units: 5 });
    return new PagedData(executeSearch(this), pageSize, this);
  }
  save() { return unsupported('Search.save'); }
}

class PagedData {
  #results;
  constructor(results, pageSize, search) {
    this.#results = results;
    this.pageSize = pageSize;
    this.count = results.length;
    this.searchDefinition = search;
    this.pageRanges = [];
    for (let index = 0; index * pageSize < results.length; index += 1) {
      this.pageRanges.push({ index, compoundLabel: `${index * pageSize + 1} to ${Math.min((index + 1) * pageSize, results.length)}` });
    }
  }
  fetch(...given) {
    const { index } = requireArguments('fetch', optionsOf(given, ['index']), ['index']);
    if (!(index in this.pageRanges)) fail('INVALID_PAGE_RANGE', 'Invalid page range.');
    callHost('search.charge', { units: 5 });
    const start = index * this.pageSize;
    const { pageRanges } = this;
    return {
      data: this.#results.slice(start, start + this.pageSize),
      pageRange: pageRanges[index],
      pagedData: this,
      isFirst: index === 0,
      isLast: index === pageRanges.length - 1,
      next: () => this.fetch({ index: index + 1 }),
      prev: () => this.fetch({ index: index - 1 }),
    };
  }
}

builtin('N/search', () => {
  const module = {
    create: withPromise((options) => {
      requireArguments('create', options, ['type']);
      return new Search(options);
    }),
    load: withPromise(() => fail('INVALID_SEARCH', 'That search or mass update does not exist.')),
    delete: withPromise(() => fail('INVALID_SEARCH', 'That search or mass update does not exist.')),
    lookupFields: withPromise((options) => {
      requireArguments('lookupFields', options, ['type', 'id', 'columns']);
      return callHost('search.lookupFields', {
        type: String(options.type),
        id: String(options.id),
        columns: [].concat(options.columns).map((column) => (typeof column === 'string' ? column : column.name)),
      });
    }),
    createColumn(options) {
      return new SearchColumn(requireArguments('createColumn', options, ['name']));
    },
    createFilter(options) {
      return new SearchFilter(requireArguments('createFilter', options, ['name', 'operator']));
    },
    createSetting: (options) => ({ ...options }),
    duplicates: withPromise(() => unsupported('search.duplicates')),
    global: withPromise(() => unsupported('search.global')),
    Type: SEARCH_TYPE,
    Sort: SORT,
    Summary: enumeration({ AVG: 'AVG', COUNT: 'COUNT', GROUP: 'GROUP', MAX: 'MAX', MIN: 'MIN', SUM: 'SUM' }),
    Operator: enumerationOf(
      `AFTER ALLOF ANY ANYOF BEFORE BETWEEN CONTAINS DOESNOTCONTAIN DOESNOTSTARTWITH EQUALTO GREATERTHAN GREATERTHANOREQUALTO
       HASKEYWORDS IS ISEMPTY ISNOT ISNOTEMPTY LESSTHAN LESSTHANOREQUALTO NONEOF NOTAFTER NOTALLOF NOTBEFORE NOTBETWEEN
       NOTEQUALTO NOTGREATERTHAN NOTGREATERTHANOREQUALTO NOTLESSTHAN NOTLESSTHANOREQUALTO NOTON NOTONORAFTER NOTONORBEFORE
       NOTWITHIN ON ONORAFTER ONORBEFORE STARTSWITH WITHIN`,
      (key) => key.toLowerCase(),
    ),
  };
  return module;
});

const SEARCH_TYPE = Object.freeze({
  ...RECORD_TYPE, ACTIVITY: 'activity', ENTITY: 'entity', ITEM: 'item', TRANSACTION: 'transaction', SYSTEM_NOTE: 'systemnote',
  TIME: 'time', MESSAGE: 'message', FILE: 'file', USEREVENT_SCRIPT: 'usereventscript', ROLE: 'role',
  DELETED_RECORD: 'deletedrecord',
});
