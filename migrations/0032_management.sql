-- Sessions of enrolled devices, and what is known of the devices from them (docs/management.md).

-- One for each enrollment that has had a session. Distribution: tenant_id.
create table managed_enrollment (
  tenant_id uuid not null,
  enrollment_id uuid not null,
  -- Inventory, hash, setup, schedule: `ManagedState` of the core.
  state jsonb not null default '{}',
  -- The session and the last answer in it; encrypted, since pieces of a hash may be in it.
  session bytea,
  last_digest bytea check (length(last_digest) = 32),
  opening_digest bytea check (length(opening_digest) = 32),
  -- By the clock of the device.
  opened_at timestamptz,
  -- What Windows says of hardware that does not fit its registration; encrypted.
  mismatch bytea,
  updated_at timestamptz not null default business_now(),
  primary key (tenant_id, enrollment_id)
);

-- Devices that registered themselves came through no partner.
alter table channel_import
  alter column partner_id drop not null,
  alter column consent_id drop not null,
  add check ((partner_id is null) = (channel = 'mdmAuto')),
  add check ((partner_id is null) = (consent_id is null));
