-- The registry's first tables.
--
-- Rules (docs/decisions/0003): every primary and unique key holds its table's distribution column, named
-- in the comment above the table; tables distributed differently have no foreign key between them.

-- Distribution: a reference table, on every node.
create table tenant (
  tenant_id uuid primary key,
  display_name text not null,
  import_seconds integer not null default 0 check (import_seconds between 0 and 86400),
  created_at timestamptz not null default now()
);

-- Distribution: a reference table. Lower case; position 0 is the tenant's own domain.
create table tenant_domain (
  domain text primary key check (domain = lower(domain)),
  tenant_id uuid not null references tenant on delete cascade,
  position integer not null
);

-- Secrets of this installation, each wrapped by the key-encryption key. Distribution: a reference table.
create table installation_secret (
  name text primary key,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);

-- Distribution: tenant_id.
create table device (
  tenant_id uuid not null,
  device_id uuid not null,
  serial_number text not null,
  manufacturer text,
  model text,
  sku_number text,
  system_family text,
  product_key text,
  group_tag text,
  purchase_order_identifier text,
  user_principal_name text,
  addressable_user_name text,
  display_name text,
  resource_name text,
  enrollment_state text not null default 'notContacted'
    check (enrollment_state in ('unknown', 'enrolled', 'pendingReset', 'failed', 'notContacted', 'blocked')),
  last_contacted_at timestamptz,
  managed_device_id uuid,
  directory_object_id uuid not null,
  directory_device_id uuid not null,
  registered_at timestamptz not null default now(),
  primary key (tenant_id, device_id)
);
create index device_by_serial_number on device (tenant_id, serial_number, device_id);
create unique index device_by_directory_object on device (tenant_id, directory_object_id);

-- Hashes as submitted, wrapped. `bytes` is without the zeros at its end, which `length` counts. Distribution: tenant_id.
create table hardware_hash (
  tenant_id uuid not null,
  hash_id uuid not null,
  bytes bytea not null,
  length integer not null,
  primary key (tenant_id, hash_id)
);
alter table hardware_hash alter column bytes set storage external;

-- The hashes a device was accepted with, oldest first. Distribution: tenant_id.
create table device_hash (
  tenant_id uuid not null,
  device_id uuid not null,
  hash_id uuid not null,
  -- Fields that differ from the hash before; null for the first.
  changes text[],
  accepted_at timestamptz not null default now(),
  primary key (tenant_id, device_id, hash_id)
);

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
  -- The registration of a complete row; of a refused row the device it turned out to be, if any.
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

-- Imports with undecided rows. A runner holds one by its row lock. Distribution: import_id.
create table import_work (
  import_id uuid primary key,
  tenant_id uuid not null,
  next_row integer not null default 1,
  last_row integer not null,
  attempts integer not null default 0,
  run_at timestamptz not null default now()
);
create index import_work_due on import_work (run_at, import_id);
