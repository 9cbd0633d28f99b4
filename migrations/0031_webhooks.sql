-- Webhooks: where a tenant's events are sent, and what became of each (docs/webhooks.md).

-- More about an event than its subjects: ids, states and counts; nothing that identifies hardware.
alter table outbox_event add column detail jsonb;

-- A tenant's webhooks; the secrets are encrypted. Distribution: tenant_id.
create table webhook (
  tenant_id uuid not null,
  webhook_id uuid not null,
  url text not null,
  -- `*` = all of them.
  event_types text[] not null,
  description text not null default '',
  -- Until its receiver has answered the first event, it gets nothing else.
  state text not null default 'unverified' check (state in ('unverified', 'active', 'disabled')),
  disabled_reason text,
  secret bytea not null,
  -- Signs beside the new one while receivers change over.
  previous_secret bytea,
  previous_until timestamptz,
  -- An operator of the installation has allowed this URL to be in the private network.
  private_network boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default business_now(),
  verified_at timestamptz,
  -- Counts what editors change.
  revision integer not null default 1,
  -- Real time; the webhook that has waited longest is next.
  taken_at timestamptz,
  primary key (tenant_id, webhook_id),
  check ((previous_secret is null) = (previous_until is null)),
  check ((state = 'disabled') = (disabled_reason is not null))
);

-- An event for a webhook: waiting, answered with 2xx, or given up. Distribution: tenant_id.
create table webhook_delivery (
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  -- The event that proves the receiver's consent.
  verifies boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  attempts integer not null default 0,
  due_at timestamptz not null default business_now(),
  -- Real time; until then a server is sending it.
  held_until timestamptz,
  last_at timestamptz,
  last_status integer,
  last_error text,
  primary key (tenant_id, webhook_id, event_id)
);
create index webhook_delivery_due on webhook_delivery (tenant_id, webhook_id, due_at) where state = 'waiting';
create index webhook_delivery_held on webhook_delivery (tenant_id, webhook_id, held_until)
  where state = 'waiting' and held_until is not null;
