-- Devices that go from one tenant to another, and the certificates that say so (docs/transfers.md).

-- Offers; `tenant_id` gives, and anyone who has the code receives, or only the named tenant. Distribution: tenant_id.
create table transfer (
  tenant_id uuid not null,
  transfer_id uuid not null,
  code_digest bytea not null check (length(code_digest) = 32),
  to_tenant_id uuid,
  state text not null default 'offered'
    check (state in ('offered', 'completed', 'declined', 'withdrawn', 'reversed')),
  message text,
  -- The certificates do not say who gave the devices.
  anonymous boolean not null,
  created_by text not null,
  created_at timestamptz not null default business_now(),
  -- An offer that is still open then has expired.
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  -- The giver's objection after completion, the receiver's answer to it, and the operator's decision.
  disputed_at timestamptz,
  dispute_reason text,
  dispute_answer text,
  dispute_decided_at timestamptz,
  dispute_decided_by text,
  primary key (tenant_id, transfer_id),
  check ((state = 'offered') = (decided_at is null))
);
create index transfer_by_code on transfer (code_digest) where state = 'offered';
create index transfer_by_receiver on transfer (to_tenant_id, transfer_id) where to_tenant_id is not null;
create index transfer_by_dispute on transfer (disputed_at) where disputed_at is not null and dispute_decided_at is null;

-- The devices of an offer as they were when it was made, and what they became. Distribution: tenant_id.
create table transfer_device (
  tenant_id uuid not null,
  transfer_id uuid not null,
  device_id uuid not null,
  serial_number text not null,
  manufacturer text,
  model text,
  new_device_id uuid,
  primary key (tenant_id, transfer_id, device_id)
);

-- Signed statements about one device, each pointing at the one before. The chain is a digest of what identifies the
-- device. Distribution: chain.
create table release_certificate (
  chain bytea not null check (length(chain) = 32),
  sequence integer not null check (sequence > 0),
  certificate_id uuid not null,
  kind text not null check (kind in ('release', 'transfer', 'repair')),
  -- Who released it, which registration it was, and by which transfer.
  tenant_id uuid not null,
  device_id uuid not null,
  transfer_id uuid,
  to_tenant_id uuid,
  to_device_id uuid,
  jws text not null,
  issued_at timestamptz not null default business_now(),
  primary key (chain, sequence)
);
create index release_certificate_by_id on release_certificate (certificate_id);
create index release_certificate_by_transfer on release_certificate (transfer_id) where transfer_id is not null;
create index release_certificate_by_device on release_certificate (tenant_id, device_id);
create index release_certificate_by_new_device on release_certificate (to_tenant_id, to_device_id)
  where to_device_id is not null;
