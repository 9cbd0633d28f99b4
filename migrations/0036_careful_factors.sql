-- What people and administrators should hear about second factors. There is no mail: a notice waits for the next
-- sign-in. Distribution: tenant_id.
create table factor_notice (
  tenant_id uuid not null,
  notice_id uuid not null,
  -- Whose factors.
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

-- Last strong factors that wait for their day to be removed. Distribution: tenant_id.
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

-- Resets of a person's factors: one administrator asks, another one approves. Distribution: tenant_id.
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
