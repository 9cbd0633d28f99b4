-- First boots of devices: challenges, proofs and their results (docs/first-boot.md).

-- Secrets from which challenges are derived, one per day, with the next day's made in advance; encrypted.
-- A reference table.
create table challenge_key (
  day date primary key,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);

-- Answered challenges: each is valid once. Distribution: challenge_id.
create table spent_challenge (
  challenge_id bytea primary key,
  expires_at timestamptz not null
);
create index spent_challenge_expiry on spent_challenge (expires_at);

-- What a tenant requires of devices before they get a profile; no row = nothing. Distribution: tenant_id.
create table deployment_policy (
  tenant_id uuid primary key,
  require_proof boolean not null default false,
  require_ek_certificate boolean not null default false,
  forbid_hash_only_claims boolean not null default false,
  bind_on_first_proof boolean not null default false,
  allow_hash_only boolean not null default false
);

-- TPM keys of devices besides those in their hashes, confirmed by a person. Distribution: tenant_id.
create table device_key (
  tenant_id uuid not null,
  device_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  state text not null default 'waiting' check (state in ('waiting', 'bound', 'rejected')),
  proposed_at timestamptz not null default business_now(),
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, device_id, digest),
  check ((state = 'waiting') = (decided_at is null))
);

-- The profile that a device was last given. Distribution: tenant_id.
create table device_contact (
  tenant_id uuid not null,
  device_id uuid not null,
  profile_id uuid not null,
  primary key (tenant_id, device_id)
);

-- What happened between devices and the service. Distribution: tenant_id.
create table deployment_event (
  tenant_id uuid not null,
  device_id uuid not null,
  event_id uuid not null,
  at timestamptz not null default business_now(),
  kind text not null,
  code text,
  detail text,
  primary key (tenant_id, device_id, event_id)
);
create index deployment_event_by_time on deployment_event (at);

-- Sessions of devices that got a profile, by the digest of their token. Distribution: tenant_id.
create table deployment_session (
  tenant_id uuid not null,
  session_digest bytea not null check (length(session_digest) = 32),
  device_id uuid not null,
  profile_id uuid not null,
  begun_at timestamptz not null default business_now(),
  expires_at timestamptz not null,
  primary key (tenant_id, session_digest)
);
create index deployment_session_expiry on deployment_session (expires_at);
