/**
 * The fields in which the service says on a record when it imported it last. A save that writes them comes from an import and
 * is not announced as a change to import.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  [],
  /** @returns {Landbridge.StampModule} */
  () => {
    const INSTANTS = [
      'custentity_landbridge_imported',
      'custevent_landbridge_imported',
      'custitem_landbridge_imported',
      'custbody_landbridge_imported',
    ];

    /** @param {unknown} value as old and new record have it */
    const comparable = (value) => String(value ?? '');

    /**
     * Only the service writes the instant, so a save with another one is its own. Inline editing submits other fields alone.
     *
     * @type {Landbridge.StampModule['isWritten']}
     */
    const isWritten = ({ event, newRecord, oldRecord }) =>
      event === 'edit' &&
      INSTANTS.some(
        (fieldId) =>
          comparable(newRecord.getValue({ fieldId })) !== comparable(oldRecord?.getValue({ fieldId })),
      );

    return { isWritten };
  },
);
