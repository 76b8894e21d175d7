/**
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 */
define(['N/error'], (error) => ({
  afterSubmit: () => {
    throw error.create({ name: 'AFTER_THE_SAVE', message: 'This script never succeeds.' });
  },
}));
