-- Outside a transaction.
-- By the words and subjects of 0068 where an entry has them, otherwise by what it says.
drop index concurrently if exists audit_entry_by_category;
create index concurrently audit_entry_by_category on audit_entry
  (tenant_id, lower(coalesce(coalesce(category, entry::jsonb #>> '{category}'), '')), at, seq);
drop index concurrently if exists audit_entry_by_operation;
create index concurrently audit_entry_by_operation on audit_entry
  (tenant_id, lower(coalesce(coalesce(operation, entry::jsonb #>> '{operation}'), '')), at, seq);
drop index concurrently if exists audit_entry_by_application;
create index concurrently audit_entry_by_application on audit_entry
  (tenant_id, lower(coalesce(coalesce(application, entry::jsonb #>> '{actor,applicationId}'), '')), at, seq);
-- What is written waits in a list that each search reads: a short one.
drop index concurrently if exists audit_entry_by_subject;
create index concurrently audit_entry_by_subject on audit_entry
  using gin ((coalesce(subjects, audit_subjects(entry::jsonb)))) with (fastupdate = on, gin_pending_list_limit = 128);
