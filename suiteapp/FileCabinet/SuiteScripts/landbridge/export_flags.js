/**
 * The check boxes "Export to SuiteProjects Pro", and whether a saved record is or was marked by them.
 *
 * Both builds read the boxes of the native connector's names; only the standalone build brings them.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./stages'],
  /**
   * @param {Landbridge.StagesModule} stages
   * @returns {Landbridge.ExportFlagsModule}
   */
  (stages) => {
    const ENTITY = ['custentity_oa_export_to_openair'];
    const EVENT = ['custevent_oa_export_to_openair'];
    const ITEM = ['custitem_oa_export_to_openair', 'custitem_oa_export_to_openair_product'];
    const BODY = ['custbody_oa_export_to_openair'];

    /**
     * By type; one of several is enough. Types that are not here are imported without a mark: expense categories, sales
     * orders, credit memos, payments, reimbursements and the two custom record types.
     *
     * @type {Readonly<Record<string, string[]>>}
     */
    const FLAGS = Object.freeze({
      employee: ENTITY,
      customer: ENTITY,
      job: ENTITY,
      supportcase: EVENT,
      projecttask: EVENT,
      serviceitem: ITEM,
      noninventoryitem: ITEM,
      otherchargeitem: ITEM,
      vendorbill: BODY,
      vendorcredit: BODY,
      purchaseorder: BODY,
    });

    /** @type {Landbridge.ExportFlagsModule['of']} */
    const of = (recordType) => FLAGS[stages.recordOf(recordType)] ?? [];

    /**
     * Inline editing has the submitted fields alone in the new record: a box that was not submitted is as it was.
     *
     * @type {Landbridge.ExportFlagsModule['isOrWasMarked']}
     */
    const isOrWasMarked = ({ recordType, newRecord, oldRecord }) => {
      const flags = of(recordType);
      const isMarked = flags.some((flag) => newRecord.getValue({ fieldId: flag }) === true);
      const wasMarked = flags.some((flag) => oldRecord?.getValue({ fieldId: flag }) === true);
      return flags.length === 0 || isMarked || wasMarked;
    };

    return { of, isOrWasMarked };
  },
);
