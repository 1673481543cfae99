// Names of models, projects and the like are kept once, in `names`; what belongs to persons (session, user, item) is not.
// `payloads.key` is answer · 256 + piece: pieces below a third of a page waste less of it than whole payloads would.
// The search index knows which words an answer has, not where: a third of the size; phrases are looked for in the answers that have their words.
// Rollup keys hold level, group and minute: see rollup/keys.ts.
export const VERSION_1 = `
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

CREATE TABLE answers (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  request_id TEXT,
  started_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  imported INTEGER NOT NULL,
  rollup INTEGER NOT NULL,
  project INTEGER NOT NULL,
  prompt_version INTEGER,
  provider INTEGER NOT NULL,
  api INTEGER NOT NULL,
  model INTEGER NOT NULL,
  requested_model INTEGER NOT NULL,
  language INTEGER NOT NULL,
  streamed INTEGER NOT NULL,
  status INTEGER,
  session TEXT,
  user TEXT,
  item TEXT,
  sample_group TEXT,
  tags TEXT,
  finish INTEGER NOT NULL,
  tier INTEGER NOT NULL,
  basis INTEGER NOT NULL,
  completeness REAL,
  issues TEXT,
  token_count INTEGER NOT NULL,
  censored_count INTEGER NOT NULL,
  sum_logprob REAL,
  avg_logprob REAL,
  min_logprob REAL,
  perplexity REAL,
  normalized_logprob REAL,
  bits_per_byte REAL,
  max_entropy_lower REAL,
  max_entropy_upper REAL,
  mean_entropy_lower REAL,
  mean_entropy_upper REAL,
  low_confidence_ratio REAL,
  tail_mean_logprob REAL,
  worst_window_logprob REAL,
  off_top_observed REAL,
  off_top_expected REAL,
  off_top_z REAL,
  surprise_excess REAL,
  relative_avg_logprob REAL,
  entity_min_mean REAL,
  self_check REAL,
  hallucination_score INTEGER NOT NULL,
  hallucination_available INTEGER NOT NULL,
  hallucination_max INTEGER NOT NULL,
  flagged INTEGER NOT NULL,
  error_risk REAL,
  action INTEGER NOT NULL,
  rule INTEGER,
  calibrated INTEGER NOT NULL,
  detections TEXT,
  total_ms REAL NOT NULL,
  first_token_ms REAL,
  label INTEGER,
  token_total INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  preview TEXT
);
CREATE INDEX answers_started ON answers (started_at);
CREATE INDEX answers_received ON answers (received_at);
CREATE INDEX answers_session ON answers (session) WHERE session IS NOT NULL;
CREATE INDEX answers_user ON answers (user) WHERE user IS NOT NULL;

CREATE TABLE project_sizes (project INTEGER PRIMARY KEY, answers INTEGER NOT NULL, tokens INTEGER NOT NULL, bytes INTEGER NOT NULL);

CREATE TABLE payloads (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

CREATE TABLE batches (id TEXT PRIMARY KEY, at INTEGER NOT NULL, digest TEXT NOT NULL, outcomes TEXT NOT NULL, stored TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX batches_at ON batches (at);

CREATE VIRTUAL TABLE search USING fts5 (prompt, answer, low, content = '', detail = none, tokenize = "unicode61 remove_diacritics 0");
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

CREATE TABLE rollup_groups (
  id INTEGER PRIMARY KEY,
  depth INTEGER NOT NULL,
  project TEXT, model TEXT, prompt_version TEXT, language TEXT, provider TEXT
);
CREATE TABLE rollup_overflow (field TEXT PRIMARY KEY, answers INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE rollup_statistics (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE rollup_heatmaps (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE rollup_tokens (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

CREATE TABLE labels (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  trace_id TEXT NOT NULL, source TEXT NOT NULL, value TEXT, at INTEGER NOT NULL, note TEXT, sampling_probability REAL
);
CREATE INDEX labels_trace ON labels (trace_id, source, seq);

CREATE TABLE rules (id TEXT PRIMARY KEY, place INTEGER NOT NULL, rule TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE alert_states (rule_id TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE alerts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, rule_id TEXT NOT NULL, event TEXT NOT NULL, rule TEXT NOT NULL,
  open INTEGER NOT NULL, acknowledged_at INTEGER, acknowledged_by TEXT
);
CREATE INDEX alerts_rule ON alerts (rule_id, seq);
CREATE INDEX alerts_open ON alerts (seq) WHERE open = 1;
CREATE TABLE outbox (
  id TEXT PRIMARY KEY, alert_id TEXT NOT NULL, target TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL, last_error TEXT, next_attempt_at INTEGER NOT NULL, created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
CREATE INDEX outbox_alert ON outbox (alert_id);

CREATE TABLE profiles (sha256 TEXT PRIMARY KEY, profile TEXT NOT NULL, created_at INTEGER NOT NULL, activated_at INTEGER, activation INTEGER, note TEXT) WITHOUT ROWID;
CREATE TABLE keys (id TEXT PRIMARY KEY, name TEXT NOT NULL, scopes TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, revoked_at INTEGER) WITHOUT ROWID;
CREATE TABLE documents (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
`
