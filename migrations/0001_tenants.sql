-- Tenants, what the installation keeps secret, and its clock.
--
-- Rules (docs/decisions/0003): every primary and unique key holds its table's distribution column, named
-- in the comment above the table; tables distributed differently have no foreign key between them.

-- Distribution: a reference table, on every node.
create table tenant (
  tenant_id uuid primary key,
  display_name text not null,
  import_seconds integer not null default 0 check (import_seconds between 0 and 86400),
  -- How many times a day it may be told that another tenant has a device.
  cross_tenant_disclosures_per_day integer not null default 25000 check (cross_tenant_disclosures_per_day >= 0),
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

-- Business time in SQL. The table is empty, and the function equals now(), unless an emulator moves its clock; a
-- server that is not an emulator empties the table when it starts. Leases and locks use now() itself.

-- Distribution: a reference table with at most one row.
create table virtual_clock (
  one_row boolean primary key default true check (one_row),
  ahead_ms bigint not null
);

create function business_now() returns timestamptz language sql stable as
  'select now() + make_interval(secs => coalesce((select ahead_ms from virtual_clock), 0) / 1000.0)';
