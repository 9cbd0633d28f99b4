-- Receipts show the conflict that their row waits in.
create index identity_conflict_by_row on identity_conflict (tenant_id, import_id, row_number);
