-- What was answered about a row before is read when its next question is decided.
create index identity_conflict_row on identity_conflict (tenant_id, import_id, row_number)
  where device_id is null;
