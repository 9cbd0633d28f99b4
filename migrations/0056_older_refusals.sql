-- Outside a transaction.
-- The refusals of rows from before 0055. Only the rows are locked, so that imports go on.
update refused_row set refused_for = import_row.refusal from import_row
  where import_row.import_id = refused_row.import_id and import_row.row_number = refused_row.row_number
    and refused_row.refused_for is null;
drop index concurrently if exists refused_row_by_refusal;
create index concurrently refused_row_by_refusal on refused_row (tenant_id, refused_for, import_id, row_number);
