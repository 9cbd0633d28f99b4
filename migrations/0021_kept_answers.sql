-- Answers to requests with an idempotency key, so that the same request sent again has the same answer and no second
-- effect. The digest names caller, route and key; the answer is encrypted. Distribution: tenant_id.
create table kept_answer (
  tenant_id uuid not null,
  key_digest bytea not null,
  answer bytea not null,
  expires_at timestamptz not null,
  primary key (tenant_id, key_digest)
);
create index kept_answer_by_expiry on kept_answer (expires_at);

-- Imports had keys of their own.
drop index import_label_by_key;
alter table import_label drop column request_key;
