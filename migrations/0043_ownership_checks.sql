-- Locked or free: what a device has proved of itself for a tenant that asked (docs/removal.md).

-- `look`: it claims nothing, and every device of a batch may use it.
alter table claim_token add column purpose text not null default 'claim' check (purpose in ('claim', 'look'));

-- The latest answer about each device. Distribution: tenant_id.
create table ownership_check (
  tenant_id uuid not null,
  -- SHA-256 of the TPM key that the device proved.
  key_digest bytea not null check (length(key_digest) = 32),
  checked_at timestamptz not null default business_now(),
  verdict text not null check (verdict in ('free', 'own', 'locked')),
  -- As its hash says.
  serial_number text,
  manufacturer text,
  model text,
  -- Where it is the tenant's own.
  device_id uuid,
  primary key (tenant_id, key_digest)
);
create index ownership_check_by_time on ownership_check (tenant_id, checked_at);
