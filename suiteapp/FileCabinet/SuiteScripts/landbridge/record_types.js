/**
 * What the service keeps about record types, as the settings record has it: JSON by SuiteScript type.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  [],
  /** @returns {Landbridge.RecordTypesModule} */
  () => {
    /** @param {unknown} value @returns {value is Record<string, unknown>} */
    const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

    /** @param {unknown} value @returns {value is string[]} */
    const isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === 'string');

    /** @param {string} json @returns {unknown} undefined for what is no JSON */
    const parsed = (json) => {
      try {
        return JSON.parse(json);
      } catch {
        return undefined;
      }
    };

    /** @param {unknown} entry */
    const isEntry = (entry) =>
      isObject(entry) &&
      (entry.monitored === undefined || isTexts(entry.monitored)) &&
      (entry.unflagged === undefined || typeof entry.unflagged === 'boolean');

    /** @type {Landbridge.RecordTypesModule['isRight']} */
    const isRight = (json) => {
      const kept = parsed(json);
      return isObject(kept) && Object.values(kept).every(isEntry);
    };

    /**
     * What is not as the service writes it says nothing: then marks are asked for and every change is sent.
     *
     * @type {Landbridge.RecordTypesModule['read']}
     */
    const read = (json) => {
      const kept = parsed(json);
      if (!isObject(kept)) return {};
      return Object.fromEntries(
        Object.entries(kept)
          .filter(([, entry]) => isObject(entry))
          .map(([type, entry]) => {
            const { monitored, unflagged } = /** @type {Record<string, unknown>} */ (entry);
            return [type, { monitored: isTexts(monitored) ? monitored : undefined, unflagged: unflagged === true }];
          }),
      );
    };

    return { isRight, read };
  },
);
