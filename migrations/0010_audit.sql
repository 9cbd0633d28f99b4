-- The audit trail: what was changed, and which privileged acts were refused (docs/security.md).

-- The end of each tenant's chain; its row lock puts a tenant's entries in order. Distribution: tenant_id.
create table audit_head (
  tenant_id uuid primary key,
  seq bigint not null,
  hash bytea not null check (length(hash) = 32)
);

-- `hash` is SHA-256 over the canonical JSON of everything else, including the previous entry's hash. Filters read
-- what they need from `entry`: separate columns would make writing an entry four times as expensive.
-- Distribution: tenant_id.
create table audit_entry (
  tenant_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  entry text not null,
  hash bytea not null check (length(hash) = 32),
  primary key (tenant_id, seq)
);
create index audit_entry_by_time on audit_entry (tenant_id, at, seq);

-- Protects against accidents. The owner of the tables can remove it, and the chain then shows the change.
create function keep_audit_entries() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the audit trail stay as they are';
end
$$;
create trigger audit_entry_stays before update or delete on audit_entry
  for each statement execute function keep_audit_entries();

-- Signed ends of chains, which reveal a trail that was cut or rewritten. Distribution: tenant_id.
create table audit_checkpoint (
  tenant_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  at timestamptz not null,
  key_id text not null,
  signature bytea not null,
  primary key (tenant_id, seq)
);

-- Appends entries, each canonical JSON, in one round trip. Times increase along the chain, because the head is
-- locked.
create function append_audit(tenant uuid, entries text[]) returns void language plpgsql as $$
declare
  last audit_head;
  base bigint;
  body text;
  hashes bytea[] := '{}';
  moment timestamptz;
begin
  insert into audit_head values (tenant, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
  select * into strict last from audit_head where tenant_id = tenant for update;
  moment := clock_timestamp() + (business_now() - now());
  base := last.seq;
  foreach body in array entries loop
    last.seq := last.seq + 1;
    last.hash := sha256(convert_to(
      '{"at":"' || to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      || '","entry":' || body || ',"prev":"' || encode(last.hash, 'hex')
      || '","seq":' || last.seq || ',"tenantId":"' || tenant || '"}', 'UTF8'));
    hashes := hashes || last.hash;
  end loop;
  insert into audit_entry (tenant_id, seq, at, entry, hash)
    select tenant, base + n, moment, e, hashes[n] from unnest(entries) with ordinality as u(e, n);
  update audit_head set seq = last.seq, hash = last.hash where tenant_id = tenant;
end
$$;
