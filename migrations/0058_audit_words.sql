-- What the audit trail is filtered by is read from an entry once, when it is written: as expressions of indexes, an entry
-- about a hundred devices was parsed nine times. Older entries have no words here and stay indexed by what they say; that
-- the words of an entry are its own is part of its verification (src/storage/audit/read-records.ts).

alter table audit_entry add column activity text;
alter table audit_entry add column actor text;
alter table audit_entry add column result text;

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
  insert into audit_entry (tenant_id, seq, at, entry, hash, activity, actor, result)
    select tenant, base + ordinal, moment, document, hashes[ordinal], parsed ->> 'activity',
      coalesce(parsed #>> '{actor,userPrincipalName}', parsed #>> '{actor,applicationId}',
        parsed #>> '{actor,deviceId}', parsed #>> '{actor,proofId}', parsed #>> '{actor,kind}'),
      parsed ->> 'result'
    from (select document, ordinal, document::jsonb as parsed
      from unnest(entries) with ordinality as added(document, ordinal) offset 0) as given;
  update audit_head set seq = last.seq, hash = last.hash where tenant_id = tenant;
end
$$;
