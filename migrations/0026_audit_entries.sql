-- As before; the columns of the entries have names.
create or replace function append_audit(tenant uuid, entries text[]) returns void language plpgsql as $$
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
    select tenant, base + ordinal, moment, document, hashes[ordinal]
    from unnest(entries) with ordinality as added(document, ordinal);
  update audit_head set seq = last.seq, hash = last.hash where tenant_id = tenant;
end
$$;
