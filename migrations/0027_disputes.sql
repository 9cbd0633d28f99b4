-- Proofs against registrations by hash alone (docs/first-boot.md, "Disputes").

-- One-time tokens with which a device proves itself for the tenant that opened the claim. Distribution: tenant_id.
create table claim_token (
  tenant_id uuid not null,
  token_digest bytea not null check (length(token_digest) = 32),
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, token_digest)
);
create index claim_token_expiry on claim_token (expires_at);

-- A registration that is disputed. `tenant_id` holds it, another tenant claims it. The hash is encrypted, and is
-- dropped when the dispute ends. Distribution: tenant_id.
create table dispute (
  tenant_id uuid not null,
  dispute_id uuid not null,
  device_id uuid not null,
  claimant_tenant_id uuid not null,
  serial_number text not null,
  key_digest bytea not null check (length(key_digest) = 32),
  hash bytea,
  state text not null default 'open'
    check (state in ('open', 'contested', 'released', 'displaced', 'kept')),
  opened_at timestamptz not null default business_now(),
  due_at timestamptz not null,
  -- What the holder said when contesting.
  reason text,
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, dispute_id),
  check ((state in ('open', 'contested')) = (decided_at is null)),
  check ((hash is null) = (decided_at is not null))
);
-- One at a time for each device.
create unique index dispute_by_device on dispute (tenant_id, device_id) where decided_at is null;
create index dispute_by_claimant on dispute (claimant_tenant_id, dispute_id);
create index dispute_by_due on dispute (due_at) where state = 'open';
