/**
 * Whether a save changed a field that the service monitors. The service keeps the list in the settings record; the export
 * boxes, Inactive and the stage are monitored with it.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./export_flags', './stages'],
  /**
   * @param {Landbridge.ExportFlagsModule} exportFlags
   * @param {Landbridge.StagesModule} stages
   * @returns {Landbridge.MonitoredFieldsModule}
   */
  (exportFlags, stages) => {
    const INACTIVE = 'isinactive';

    /** @param {unknown} value as old and new record have it: an empty field may be null, undefined or an empty text */
    const comparable = (value) => String(value ?? '');

    /** @type {Landbridge.MonitoredFieldsModule['haveChanged']} */
    const haveChanged = (save, monitored) => {
      const { event, newRecord, oldRecord, recordType } = save;
      if (!monitored || !oldRecord || stages.isOther(save)) return true;
      const fields = [...monitored, ...exportFlags.of(recordType), INACTIVE];
      if (event === 'xedit') return newRecord.getFields().some((field) => fields.includes(field));
      return fields.some(
        (fieldId) => comparable(newRecord.getValue({ fieldId })) !== comparable(oldRecord.getValue({ fieldId })),
      );
    };

    return { haveChanged };
  },
);
