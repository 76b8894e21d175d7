"""The tables. Values of a record are one JSON document, encoded by ``records.values``."""

VERSION = 5

TABLES = """
CREATE TABLE IF NOT EXISTS record (
    type TEXT NOT NULL,
    id INTEGER NOT NULL,
    external_id TEXT,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    place INTEGER NOT NULL,  -- the row's own order in search results; renewed at each save
    document TEXT NOT NULL,
    PRIMARY KEY (type, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS record_external_id ON record (type, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS record_modified ON record (type, modified);
CREATE TABLE IF NOT EXISTS record_name (
    type TEXT NOT NULL, scope TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (type, scope, name)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS record_name_owner ON record_name (type, id);
CREATE TABLE IF NOT EXISTS reference (
    target_type TEXT NOT NULL, target_id INTEGER NOT NULL, type TEXT NOT NULL, id INTEGER NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (target_type, target_id, type, id, field)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reference_source ON reference (type, id);
CREATE TABLE IF NOT EXISTS deleted (
    place INTEGER PRIMARY KEY, type TEXT NOT NULL, id INTEGER NOT NULL, external_id TEXT, name TEXT NOT NULL,
    at TEXT NOT NULL, user_id TEXT NOT NULL, context TEXT NOT NULL, reason TEXT NOT NULL, memo TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS deleted_at ON deleted (at);
CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS customization (
    kind TEXT NOT NULL, script_id TEXT NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (kind, script_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS role (id INTEGER PRIMARY KEY, script_id TEXT UNIQUE NOT NULL, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS user_role (
    user_id INTEGER NOT NULL, role_id INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (user_id, role_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS password (user_id INTEGER PRIMARY KEY, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS integration (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given again: requests under way and open sessions name it
    state TEXT NOT NULL, application_id TEXT UNIQUE NOT NULL, consumer_key TEXT UNIQUE NOT NULL,
    concurrency_limit INTEGER,
    definition TEXT NOT NULL,  -- the owner's
    document TEXT NOT NULL  -- this account's own
);
CREATE TABLE IF NOT EXISTS system_note (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id INTEGER NOT NULL, at TEXT NOT NULL, user_id TEXT NOT NULL,
    context TEXT NOT NULL, type TEXT NOT NULL, field TEXT NOT NULL, old_value TEXT NOT NULL, new_value TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS system_note_record ON system_note (kind, record_id, id);
CREATE TABLE IF NOT EXISTS grant_certificate (
    id TEXT PRIMARY KEY, integration_id INTEGER NOT NULL, user_id INTEGER NOT NULL, role_id INTEGER NOT NULL,
    algorithm TEXT NOT NULL, pem TEXT NOT NULL, created TEXT NOT NULL, valid_from TEXT NOT NULL, valid_until TEXT NOT NULL,
    revoked INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS signing_certificate (
    id TEXT PRIMARY KEY, key_pem BLOB NOT NULL, certificate_pem BLOB NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS used_assertion (
    certificate_id TEXT NOT NULL, jti TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (certificate_id, jti)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS used_assertion_expires ON used_assertion (expires);
CREATE TABLE IF NOT EXISTS execution (
    id INTEGER PRIMARY KEY, integration_id INTEGER NOT NULL, at TEXT NOT NULL, duration_ms INTEGER NOT NULL,
    status TEXT NOT NULL, protocol TEXT NOT NULL, version TEXT NOT NULL, user_id TEXT NOT NULL, email TEXT NOT NULL DEFAULT '',
    action TEXT NOT NULL, record_type TEXT NOT NULL, http_status INTEGER, address TEXT NOT NULL DEFAULT '',
    script TEXT NOT NULL DEFAULT '', deployment TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS execution_body (
    execution_id INTEGER NOT NULL, part TEXT NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (execution_id, part)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS execution_at ON execution (at);
CREATE INDEX IF NOT EXISTS execution_integration ON execution (integration_id, id);
CREATE TABLE IF NOT EXISTS token (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, integration_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL, token_id TEXT UNIQUE NOT NULL, token_secret TEXT NOT NULL, created_at TEXT NOT NULL,
    created_by TEXT NOT NULL, inactive INTEGER NOT NULL DEFAULT 0, revoked_at TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS token_name ON token (integration_id, user_id, role_id, name) WHERE revoked_at IS NULL;
CREATE TABLE IF NOT EXISTS request_token (
    token TEXT PRIMARY KEY, secret TEXT NOT NULL, consumer_key TEXT NOT NULL, callback TEXT NOT NULL, created TEXT NOT NULL,
    user_id TEXT NOT NULL DEFAULT '', role_id TEXT NOT NULL DEFAULT '', verifier TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS nonce (
    user_id INTEGER NOT NULL, nonce TEXT NOT NULL, timestamp INTEGER NOT NULL, PRIMARY KEY (user_id, nonce, timestamp)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonce_timestamp ON nonce (timestamp);
CREATE TABLE IF NOT EXISTS failure (user_id INTEGER PRIMARY KEY, count INTEGER NOT NULL, locked_until TEXT);
CREATE TABLE IF NOT EXISTS login_audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, user_id TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL,
    application TEXT NOT NULL, token_name TEXT NOT NULL, ip TEXT NOT NULL, status TEXT NOT NULL,
    detail TEXT NOT NULL, uri TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS folder (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, private INTEGER NOT NULL, owner INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL REFERENCES folder (id), name TEXT NOT NULL, content BLOB NOT NULL,
    modified TEXT NOT NULL, private INTEGER NOT NULL, owner INTEGER NOT NULL,
    UNIQUE (folder_id, name)
);
CREATE TABLE IF NOT EXISTS certificate (
    script_id TEXT PRIMARY KEY, name TEXT NOT NULL, document TEXT NOT NULL, key_pem BLOB NOT NULL,
    certificate_pem BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mail (id INTEGER PRIMARY KEY, at TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS idempotency (
    id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, key TEXT NOT NULL, location TEXT NOT NULL, UNIQUE (user_id, key)
);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
