-- Outside a transaction.
-- Receipts that a reader reaches by tags, in the order in which they are listed; and those that are refused for their tag, which
-- alone name their submitter.
drop index concurrently if exists import_row_by_group_tag;
create index concurrently import_row_by_group_tag on import_row (tenant_id, lower(coalesce(group_tag, '')), import_id, row_number);
drop index concurrently if exists import_row_by_submitter;
create index concurrently import_row_by_submitter on import_row (tenant_id, submitted_by, import_id, row_number)
  where submitted_by is not null;
