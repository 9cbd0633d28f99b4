-- Outside a transaction.
-- What the audit trail is filtered by, each in the order of time (test/storage/flat-lists.test.ts), and receipts by serial number.
drop index concurrently if exists audit_entry_by_activity;
create index concurrently audit_entry_by_activity on audit_entry
  (tenant_id, lower(coalesce(entry::jsonb #>> '{activity}', '')), at, seq);
drop index concurrently if exists audit_entry_by_actor;
create index concurrently audit_entry_by_actor on audit_entry
  (tenant_id, lower(coalesce(coalesce(entry::jsonb #>> '{actor,userPrincipalName}', entry::jsonb #>> '{actor,applicationId}',
    entry::jsonb #>> '{actor,deviceId}', entry::jsonb #>> '{actor,proofId}', entry::jsonb #>> '{actor,kind}'), '')), at, seq);
drop index concurrently if exists audit_entry_by_result;
create index concurrently audit_entry_by_result on audit_entry
  (tenant_id, lower(coalesce(entry::jsonb #>> '{result}', '')), at, seq);
-- Rows of hashes alone name none, and cost nothing.
drop index concurrently if exists import_row_by_serial_number;
create index concurrently import_row_by_serial_number on import_row
  (tenant_id, lower(coalesce(serial_number, '')), import_id, row_number) where serial_number <> '';
