-- State of the authority for sign-ins of people and applications.

-- Distribution: a reference table; a handful of rows that every server reads. A key is published some minutes
-- before it signs, and until all tokens it signed have expired.
create table signing_key (
  key_id text primary key,
  state text not null check (state in ('next', 'active', 'published')),
  public_key jsonb not null,
  wrapped_private_key bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);

-- Settles the race of servers that start on an empty database: there is one active key.
create unique index signing_key_one_active on signing_key (state) where state = 'active';
create unique index signing_key_one_next on signing_key (state) where state = 'next';

-- Distribution: tenant_id. Codes, sessions, refresh tokens. Ids and further names are digests, payloads are encrypted: ids are
-- credentials, and the payload repeats them.
create table protocol_state (
  tenant_id uuid not null,
  kind text not null,
  id_digest bytea not null,
  payload bytea not null,
  grant_digest bytea,
  session_digest bytea,
  user_code_digest bytea,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (tenant_id, kind, id_digest)
);
create index protocol_state_grant on protocol_state (tenant_id, grant_digest) where grant_digest is not null;
create index protocol_state_session on protocol_state (tenant_id, session_digest) where session_digest is not null;
create index protocol_state_user_code on protocol_state (tenant_id, user_code_digest) where user_code_digest is not null;
create index protocol_state_expiry on protocol_state (expires_at) where expires_at is not null;

-- How people of a tenant may sign in; a tenant without a row has the defaults. Distribution: a reference table.
create table tenant_sign_in (
  tenant_id uuid primary key references tenant on delete cascade,
  device_code boolean not null default false
);

-- Attempts to guess something, counted before they are checked. `failures` counts those since the last success.
-- Distribution: tenant_id.
create table attempt (
  tenant_id uuid not null,
  kind text not null,
  subject_digest bytea not null,
  used integer not null,
  failures integer not null,
  window_ends_at timestamptz not null,
  primary key (tenant_id, kind, subject_digest)
);
create index attempt_by_end on attempt (window_ends_at);

-- External OpenID Connect providers through which people of a tenant sign in. Distribution: tenant_id.
create table identity_provider (
  tenant_id uuid not null,
  provider_id uuid not null,
  display_name text not null,
  issuer text not null,
  client_id text not null,
  wrapped_client_secret bytea,
  -- The claim that contains the user principal name.
  link_claim text not null,
  -- The required value of the claim `tid`; null = the provider serves a single organization.
  required_tid text,
  -- Whether the platform operator allows it to be in the private network.
  private_network boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, provider_id)
);

-- Current sign-ins: which applications, and from where, so that people can end them. Ids of grants and sessions are
-- credentials, so only their digests are stored, as in protocol_state. Distribution: tenant_id.
create table sign_in (
  tenant_id uuid not null,
  grant_digest bytea not null,
  session_digest bytea,
  user_id uuid not null,
  application_id uuid not null,
  begun_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  address text not null,
  user_agent text not null,
  primary key (tenant_id, grant_digest)
);
create index sign_in_by_user on sign_in (tenant_id, user_id);
