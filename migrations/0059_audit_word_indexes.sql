-- Outside a transaction.
-- By the words of 0058 where an entry has them, otherwise by what it says.
drop index concurrently if exists audit_entry_by_activity_word;
create index concurrently audit_entry_by_activity_word on audit_entry
  (tenant_id, lower(coalesce(coalesce(activity, entry::jsonb #>> '{activity}'), '')), at, seq);
drop index concurrently if exists audit_entry_by_activity;
alter index audit_entry_by_activity_word rename to audit_entry_by_activity;
drop index concurrently if exists audit_entry_by_actor_word;
create index concurrently audit_entry_by_actor_word on audit_entry
  (tenant_id, lower(coalesce(coalesce(actor, entry::jsonb #>> '{actor,userPrincipalName}',
    entry::jsonb #>> '{actor,applicationId}', entry::jsonb #>> '{actor,deviceId}', entry::jsonb #>> '{actor,proofId}',
    entry::jsonb #>> '{actor,kind}'), '')), at, seq);
drop index concurrently if exists audit_entry_by_actor;
alter index audit_entry_by_actor_word rename to audit_entry_by_actor;
drop index concurrently if exists audit_entry_by_result_word;
create index concurrently audit_entry_by_result_word on audit_entry
  (tenant_id, lower(coalesce(coalesce(result, entry::jsonb #>> '{result}'), '')), at, seq);
drop index concurrently if exists audit_entry_by_result;
alter index audit_entry_by_result_word rename to audit_entry_by_result;
