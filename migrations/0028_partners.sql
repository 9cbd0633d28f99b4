-- Partners: what kind a tenant is, what customers allow their partners, and what came into the registry through them.

alter table tenant
  -- Null: an organization that only owns devices.
  add column partner_kind text check (partner_kind in
    ('cspDirect', 'cspIndirectProvider', 'cspIndirectReseller', 'oem', 'repairer', 'refurbisher')),
  -- An operator has checked who it is.
  add column verified boolean not null default false,
  add column status text not null default 'active' check (status in ('active', 'suspended')),
  -- The indirect provider of an indirect reseller.
  add column provider_id uuid;

-- How each registration came, for good. Not a reference: it outlives the consent.
alter table device
  add column channel text not null default 'intune',
  add column partner_id uuid,
  add column consent_id uuid,
  add column batch_key text,
  add column source_import_id uuid;
create index device_by_partner on device (partner_id, serial_number) where partner_id is not null;
create index device_by_batch on device (tenant_id, partner_id, batch_key, device_id) where partner_id is not null;

-- With the serial number these name a device in channels that take no hash.
alter table import_row add column manufacturer text, add column model text;

-- Present: rows are decided only while this consent is in force.
alter table import_work add column consent_id uuid;

-- Links that partners send to customers; null tenant = to any customer that opens it. Distribution: request_id.
create table relationship_request (
  request_id uuid primary key,
  partner_id uuid not null,
  tenant_id uuid,
  scopes text[] not null,
  delegated_admin boolean not null default false,
  message text,
  state text not null default 'pending' check (state in ('pending', 'granted', 'declined', 'withdrawn')),
  consent_id uuid,
  created_at timestamptz not null default business_now(),
  -- A request that is still pending then has expired.
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  check ((state = 'pending') = (decided_at is null)),
  check ((state = 'granted') = (consent_id is not null))
);
create index relationship_request_by_partner on relationship_request (partner_id, request_id);
create index relationship_request_by_tenant on relationship_request (tenant_id, request_id) where tenant_id is not null;

-- What a customer allows a partner. The row's lock orders rows that are decided and a consent that ends.
-- Distribution: tenant_id.
create table consent (
  tenant_id uuid not null,
  consent_id uuid not null,
  partner_id uuid not null,
  scopes text[] not null,
  delegated_admin boolean not null default false,
  granted_at timestamptz not null default business_now(),
  granted_by text not null,
  valid_until timestamptz not null,
  max_devices integer check (max_devices >= 0),
  max_removals_per_day integer check (max_removals_per_day >= 0),
  state text not null default 'granted' check (state in ('granted', 'suspended', 'revoked', 'ended', 'expired')),
  version integer not null default 1,
  ended_at timestamptz,
  ended_by text,
  reason text,
  last_used_at timestamptz,
  -- Removals of one day (UTC).
  removal_day date,
  removals integer not null default 0,
  primary key (tenant_id, consent_id)
);
create unique index consent_in_force on consent (tenant_id, partner_id) where state in ('granted', 'suspended');
create index consent_by_partner on consent (partner_id, state);

-- A partner's batches of devices at a customer; the key is the name in lower case. Distribution: tenant_id.
create table device_batch (
  tenant_id uuid not null,
  partner_id uuid not null,
  batch_key text not null,
  name text not null,
  created_by text not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, partner_id, batch_key)
);

-- Which channel, partner and consent an import came through. Distribution: import_id.
create table channel_import (
  import_id uuid primary key,
  tenant_id uuid not null,
  channel text not null,
  partner_id uuid not null,
  consent_id uuid not null,
  batch_key text,
  rows integer not null
);
create index channel_import_by_partner on channel_import (tenant_id, partner_id, import_id);
create index channel_import_by_consent on channel_import (consent_id, import_id);

-- Profiles that partners made, beside the deployment profile of the same id. Distribution: tenant_id.
create table partner_policy (
  tenant_id uuid not null,
  policy_id uuid not null,
  partner_id uuid not null,
  settings text[] not null,
  primary key (tenant_id, policy_id),
  foreign key (tenant_id, policy_id) references deployment_profile on delete cascade
);

-- Answers of requests that gave profiles to many devices. Distribution: tenant_id.
create table policy_job (
  tenant_id uuid not null,
  job_id uuid not null,
  partner_id uuid not null,
  results jsonb not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, job_id)
);

-- Devices that makers reported before anybody owned them, found by tuple or product key id. The hash is encrypted.
-- Distribution: known_id.
create table known_device (
  known_id uuid primary key,
  reported_by uuid not null,
  bytes bytea not null,
  length integer not null,
  reported_at timestamptz not null default business_now()
);
alter table known_device alter column bytes set storage external;

-- Distribution: token.
create table known_token (
  token uuid not null,
  known_id uuid not null,
  primary key (token, known_id)
);

-- What OEMs sent: a row has its result, or the import and row that decide it. Distribution: tenant_id.
create table oem_submission (
  tenant_id uuid not null,
  submission_id uuid not null,
  kind text not null check (kind in ('devices', 'inventory')),
  rows jsonb not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, submission_id)
);
