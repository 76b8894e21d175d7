"""The functions of SuiteQL, as SQLite calls them.

Names and meaning are Oracle's (documented: *SuiteQL Supported and Unsupported Functions*, ``section_158513731864``); null in gives null
out unless a function says otherwise.
"""
