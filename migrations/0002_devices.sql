-- Devices, the hashes they were accepted with, and devices as they were before removal.

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
  device_account_upn text,
  device_friendly_name text,
  userless_enrollment_status text not null default 'unknown'
    check (userless_enrollment_status in ('unknown', 'allowed', 'blocked')),
  enrollment_state text not null default 'notContacted'
    check (enrollment_state in ('unknown', 'enrolled', 'pendingReset', 'failed', 'notContacted', 'blocked')),
  last_contacted_at timestamptz,
  managed_device_id uuid,
  directory_object_id uuid not null,
  directory_device_id uuid not null,
  -- The strength of the claim: 0 by hash alone, 1 by a partner, 2 proven by its TPM, 3 linked.
  claim_level smallint not null default 0 check (claim_level between 0 and 3),
  provisional_until timestamptz,
  -- When a property that groups can query last changed.
  targeted_at timestamptz,
  registered_at timestamptz not null default business_now(),
  primary key (tenant_id, device_id)
);
create index device_by_serial_number on device (tenant_id, serial_number, device_id);
create unique index device_by_directory_object on device (tenant_id, directory_object_id);
create index device_by_directory_device on device (tenant_id, directory_device_id);

-- Hashes as submitted, encrypted. `bytes` omits trailing zeros, which `length` includes. Distribution: tenant_id.
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
  accepted_at timestamptz not null default business_now(),
  primary key (tenant_id, device_id, hash_id)
);

-- Removed devices, for lists that keep showing them for a while (fidelity strict). Distribution: tenant_id.
create table removed_device (
  tenant_id uuid not null,
  device_id uuid not null,
  device jsonb not null,
  removed_at timestamptz not null default business_now(),
  primary key (tenant_id, device_id)
);

-- `contains` on serial numbers by trigrams, if available (PostgreSQL's own extension pg_trgm, which a database
-- owner may create). Without it the same queries are slower.
do $$
begin
  create extension if not exists pg_trgm;
  create index device_serial_trigrams on device using gin (serial_number gin_trgm_ops) with (fastupdate = on);
exception
  when undefined_file or insufficient_privilege or feature_not_supported or undefined_object then
    raise notice 'pg_trgm is not available: searching by parts of a serial number will be slower';
end
$$;
