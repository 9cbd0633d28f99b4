-- Outside a transaction.
-- Receipts of a person or a product key. Few rows name one, and what comes with a hash alone is in neither index.
drop index concurrently if exists import_row_by_user;
create index concurrently import_row_by_user on import_row
  (tenant_id, lower(coalesce(assigned_user_principal_name, '')), import_id, row_number) where assigned_user_principal_name <> '';
drop index concurrently if exists import_row_by_product_key;
create index concurrently import_row_by_product_key on import_row
  (tenant_id, lower(coalesce(product_key, '')), import_id, row_number) where product_key <> '';
