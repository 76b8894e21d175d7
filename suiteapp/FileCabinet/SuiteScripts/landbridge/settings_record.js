/**
 * The settings record, all fields of it, and how many records there are.
 *
 * It is loaded, not searched for its fields: a search must not name a column that there is not, and earlier versions of the
 * integration bundle lack some.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/record', 'N/search', './ids', './restlet_answer'],
  /**
   * @param {typeof import('N/record')} record
   * @param {typeof import('N/search')} search
   * @param {Landbridge.IdsModule} ids
   * @param {Landbridge.RestletAnswerModule} restletAnswer
   * @returns {Landbridge.SettingsRecordModule}
   */
  (record, search, { SETTINGS, FIELD }, { InvalidRequest }) => {
    const COUNTED = 10;

    /** @returns {string[]} internal ids of the active settings records, the first ones */
    const found = () =>
      search
        .create({ type: SETTINGS, filters: [['isinactive', 'is', 'F']], columns: ['internalid'] })
        .run()
        .getRange({ start: 0, end: COUNTED })
        .map(({ id }) => id);

    /** @param {string} id */
    const load = (id) => record.load({ type: SETTINGS, id });

    const members = /** @type {Landbridge.SettingsMember[]} */ (Object.keys(FIELD));

    /**
     * Fields that the record does not have are left out.
     *
     * @param {import('N/record').Record} loaded
     * @returns {Landbridge.SettingsValues}
     */
    const valuesOf = (loaded) =>
      Object.fromEntries(
        members
          .map((member) => [member, loaded.getValue({ fieldId: FIELD[member] })])
          .filter(([, value]) => value !== undefined && value !== null),
      );

    /** Reads it (12 units). @type {Landbridge.SettingsRecordModule['read']} */
    const read = () => {
      const records = found();
      return { count: records.length, values: records.length ? valuesOf(load(records[0])) : null };
    };

    /** @param {unknown} values @param {Landbridge.SettingsValues} present */
    const validated = (values, present) => {
      if (values === null || typeof values !== 'object') throw new InvalidRequest('values must be an object');
      for (const [name, value] of Object.entries(values)) {
        if (!Object.hasOwn(FIELD, name)) throw new InvalidRequest(`${name} is no setting`);
        const member = /** @type {Landbridge.SettingsMember} */ (name);
        if (!(member in present)) {
          throw new InvalidRequest(`the settings record has no field for ${name}: update bundle 369637 or the SuiteApp`);
        }
        const type = typeof present[member];
        if (typeof value !== type) throw new InvalidRequest(`${name} must be a ${type}`);
      }
      return /** @type {Landbridge.SettingsValues} */ (values);
    };

    /** Writes what differs (26 units at most). @type {Landbridge.SettingsRecordModule['write']} */
    const write = (values) => {
      const records = found();
      if (records.length !== 1) {
        throw new InvalidRequest(`there must be one settings record, and there are ${records.length}`);
      }
      const loaded = load(records[0]);
      const present = valuesOf(loaded);
      const wanted = validated(values, present);
      const changed = members.filter((member) => member in wanted && wanted[member] !== present[member]);
      if (changed.length === 0) return [];
      for (const member of changed) loaded.setValue({ fieldId: FIELD[member], value: wanted[member] ?? '' });
      loaded.save();
      return changed;
    };

    return { read, write };
  },
);
