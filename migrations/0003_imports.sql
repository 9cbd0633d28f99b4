-- Imports: a receipt for every row, and the remaining work.

-- Receipts; an undecided one is also the work still to do. Distribution: import_id.
create table import_row (
  import_id uuid not null,
  row_number integer not null,
  tenant_id uuid not null,
  client_import_id text,
  serial_number text,
  product_key text,
  group_tag text,
  purchase_order_identifier text,
  assigned_user_principal_name text,
  has_hash boolean not null,
  status text not null default 'undecided' check (status in ('undecided', 'complete', 'error')),
  refusal text,
  -- The registration of a complete row; for a refused row, the device it matched, if any.
  device_id uuid,
  decided_at timestamptz,
  primary key (import_id, row_number),
  check ((status = 'undecided') = (decided_at is null)),
  check ((status = 'error') = (refusal is not null)),
  check (status <> 'complete' or device_id is not null)
) with (fillfactor = 70);
create index import_row_by_tenant on import_row (tenant_id, import_id, row_number);
create index import_row_by_client_import_id on import_row (tenant_id, client_import_id)
  where client_import_id is not null;

-- Imports with undecided rows. A runner holds one by its row lock.
--
-- Turns are taken in real time, as with locks; only the time at which an import becomes due is business time
-- (`run_at`). So an emulator that sets its clock back neither stops an import halfway nor shortens the wait after a
-- failure. Rows up to `careful_until` are tried one by one, because one of them made a slice fail repeatedly.
--
-- Distribution: import_id.
create table import_work (
  import_id uuid primary key,
  tenant_id uuid not null,
  next_row integer not null default 1,
  last_row integer not null,
  attempts integer not null default 0,
  run_at timestamptz not null default business_now(),
  turn_at timestamptz not null default now(),
  careful_until integer not null default 0
);
create index import_work_turn on import_work (turn_at, import_id);
