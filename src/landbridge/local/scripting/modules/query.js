/* N/query: SuiteQL. Queries that are put together from components are refused. */

class QueryResult {
  constructor(columns, values) {
    this.columns = columns;
    this.types = columns.map(() => 'UNKNOWN');
    this.values = values;
  }
  asMap() {
    return Object.fromEntries(this.columns.map((name, index) => [name, this.values[index]]));
  }
}

class QueryResultSet {
  constructor({ columns, rows }) {
    this.columns = columns;
    this.types = columns.map(() => 'UNKNOWN');
    this.results = rows.map((values) => new QueryResult(columns, values));
  }
  asMappedResults() {
    return this.results.map((result) => result.asMap());
  }
  iterator() {
    const { results } = this;
    return {
      each(callback) {
        results.every((value) => callback({ value }));
      },
    };
  }
}

function runSuiteQL(...given) {
  const options = requireArguments('runSuiteQL', typeof given[0] === 'string' ? { query: given[0], params: given[1] } : given[0], ['query']);
  return new QueryResultSet(callHost('query.runSuiteQL', { query: String(options.query), params: options.params || [] }));
}

builtin('N/query', () => Object.assign(
  { runSuiteQL: withPromise(runSuiteQL) },
  refusedMembers('query', 'create load delete listTables runSuiteQLPaged createRelativeDate createPeriod'),
  {
  Operator: enumerationOf(`AFTER AFTER_NOT ANY_OF ANY_OF_NOT BEFORE BEFORE_NOT BETWEEN BETWEEN_NOT CONTAIN CONTAIN_NOT EMPTY EMPTY_NOT
    ENDWITH ENDWITH_NOT EQUAL EQUAL_NOT GREATER GREATER_NOT GREATER_OR_EQUAL GREATER_OR_EQUAL_NOT IS IS_NOT LESS LESS_NOT LESS_OR_EQUAL
    LESS_OR_EQUAL_NOT ON ON_NOT ON_OR_AFTER ON_OR_AFTER_NOT ON_OR_BEFORE ON_OR_BEFORE_NOT START_WITH START_WITH_NOT WITHIN WITHIN_NOT`),
  Type: enumeration({ CUSTOMER: 'customer', EMPLOYEE: 'employee', JOB: 'job', TRANSACTION: 'transaction', ITEM: 'item', VENDOR: 'vendor',
    CONTACT: 'contact', ACCOUNT: 'account', DEPARTMENT: 'department', LOCATION: 'location', SUBSIDIARY: 'subsidiary', ENTITY: 'entity' }),
  Aggregate: enumerationOf(`AVERAGE AVERAGE_DISTINCT COUNT COUNT_DISTINCT MAXIMUM MAXIMUM_DISTINCT MEDIAN MINIMUM MINIMUM_DISTINCT SUM
    SUM_DISTINCT`),
  ReturnType: enumerationOf(`ANY BOOLEAN CURRENCY CURRENCY_HIGH_PRECISION DATE DATETIME DURATION FLOAT INTEGER KEY PERCENT RELATIONSHIP STRING
    UNKNOWN CLOBTEXT`),
  },
));
