"""SuiteQL: queries over the account's records, at ``/services/rest/query/v1/suiteql`` and in this process."""
