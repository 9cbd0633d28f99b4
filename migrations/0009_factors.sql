-- Second factors: code generators, passkeys, recovery codes, and what a tenant requires.

-- Generators of one-time codes. Distribution: tenant_id.
create table oath_token (
  tenant_id uuid not null,
  token_id uuid not null,
  -- Null: an app on a phone, which has no serial number.
  serial_number text,
  manufacturer text,
  model text,
  algorithm text not null check (algorithm in ('SHA-1', 'SHA-256', 'SHA-512')),
  digits smallint not null check (digits in (6, 8)),
  step_seconds smallint not null check (step_seconds in (30, 60)),
  -- Encrypted with the key-encryption key, which is not in this database.
  wrapped_secret bytea not null,
  -- Null: in the pool. An app always belongs to a user.
  user_id uuid check (user_id is not null or serial_number is not null),
  -- Null: no code was verified yet, so it proves nothing.
  activated_at timestamptz check (activated_at is null or user_id is not null),
  -- No code of this step or an earlier one is accepted.
  last_used_step bigint not null default 0,
  drift smallint not null default 0 check (drift between -20 and 20),
  created_at timestamptz not null default now(),
  primary key (tenant_id, token_id)
);
create index oath_token_by_user on oath_token (tenant_id, user_id) where user_id is not null;

-- Which tenant has a hardware token: one row per manufacturer and serial number. Distribution: hardware_digest.
create table oath_token_hardware (
  hardware_digest bytea not null check (length(hardware_digest) = 32),
  tenant_id uuid not null,
  token_id uuid not null,
  primary key (hardware_digest)
);

-- Consecutive wrong codes per user, over all tokens and servers. Distribution: tenant_id.
create table code_lock (
  tenant_id uuid not null,
  user_id uuid not null,
  failures smallint not null,
  primary key (tenant_id, user_id)
);

-- Digests of unused codes. One row per user: generating new ones replaces all at once. Distribution: tenant_id.
create table recovery_code_set (
  tenant_id uuid not null,
  user_id uuid not null,
  digests bytea[] not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);

-- Distribution: tenant_id.
create table passkey (
  tenant_id uuid not null,
  user_id uuid not null,
  credential_id bytea not null,
  public_key bytea not null,
  sign_count bigint not null,
  aaguid uuid not null,
  transports text[] not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  display_name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  -- Its counter went back: there may be a copy.
  blocked_at timestamptz,
  primary key (tenant_id, user_id, credential_id)
);

-- Credential ids are unique in the whole installation. Distribution: credential_digest.
create table passkey_credential (
  credential_digest bytea not null check (length(credential_digest) = 32),
  tenant_id uuid not null,
  primary key (credential_digest)
);

-- What a tenant requires of its people; a tenant without a row has the defaults. Distribution: a reference table.
create table tenant_factor_policy (
  tenant_id uuid primary key references tenant on delete cascade,
  factor_required boolean not null default false,
  strict_codes boolean not null default false,
  -- Directory roles whose holders must have a passkey.
  passkey_roles text[] not null default '{Owner,Approver,Platform Operator}'
);

-- Notices for people and administrators about second factors. There is no mail: a notice waits for the next
-- sign-in. Distribution: tenant_id.
create table factor_notice (
  tenant_id uuid not null,
  notice_id uuid not null,
  -- The user whose factors it is about.
  user_id uuid not null,
  name text not null,
  for_owner boolean not null,
  for_administrators boolean not null,
  at timestamptz not null default business_now(),
  primary key (tenant_id, notice_id)
);
create index factor_notice_by_user on factor_notice (tenant_id, user_id);

-- Who has read which notice. Distribution: tenant_id, beside the notice.
create table factor_notice_seen (
  tenant_id uuid not null,
  notice_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, notice_id, user_id),
  foreign key (tenant_id, notice_id) references factor_notice on delete cascade
);

-- Pending removals of a user's last strong factor. Distribution: tenant_id.
create table factor_removal (
  tenant_id uuid not null,
  user_id uuid not null,
  -- The id of an authenticator app, or of a passkey's credential as base64url.
  factor_id text not null,
  kind text not null check (kind in ('authenticator-app', 'passkey')),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  primary key (tenant_id, user_id, factor_id)
);
create index factor_removal_by_due on factor_removal (due_at);

-- Resets of a user's factors: one administrator requests, another one approves. Distribution: tenant_id.
create table factor_reset (
  tenant_id uuid not null,
  reset_id uuid not null,
  user_id uuid not null,
  state text not null check (state in ('asked', 'approved', 'rejected')),
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  primary key (tenant_id, reset_id),
  check ((state = 'asked') = (decided_at is null))
);
create index factor_reset_by_user on factor_reset (tenant_id, user_id);
