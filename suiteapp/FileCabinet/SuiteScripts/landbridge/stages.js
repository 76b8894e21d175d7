/**
 * Lead, prospect and customer are one record with three SuiteScript types: the type follows the stage.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  [],
  /** @returns {Landbridge.StagesModule} */
  () => {
    const STAGES = ['lead', 'prospect', 'customer'];

    /** @type {Landbridge.StagesModule['recordOf']} */
    const recordOf = (recordType) => (STAGES.includes(recordType) ? 'customer' : recordType);

    /** @type {Landbridge.StagesModule['isWanted']} */
    const isWanted = (recordType, settings) => {
      if (recordType === 'lead') return settings.includeLeads;
      if (recordType === 'prospect') return settings.includeProspects;
      return true;
    };

    /**
     * Somebody saved the record with another status. A conversion by itself, as of a prospect who orders, is no save of the
     * record and never comes here.
     *
     * @type {Landbridge.StagesModule['isOther']}
     */
    const isOther = ({ newRecord, oldRecord }) => String(newRecord.type) !== String(oldRecord?.type);

    return { recordOf, isWanted, isOther };
  },
);
