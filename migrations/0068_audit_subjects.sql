-- What an entry of the audit trail is about is found by an index, as its words are (0058): each thing that it acts on and the request
-- that did it, as the beginning of a hash, in which ASCII letters have no case. Category, operation and application are words as
-- those of 0058. Older entries have none of them and stay indexed by what they say.

alter table audit_entry add column category text;
alter table audit_entry add column operation text;
alter table audit_entry add column application text;
alter table audit_entry add column subjects bytea[];

create function audit_subjects(entry jsonb) returns bytea[] language sql immutable parallel safe as $$
  select array(select substring(sha256(convert_to(translate(id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), 'UTF8')) for 8)
    from (select entry ->> 'correlationId' as id, 0 as place
      union all select resource ->> 'id', place
      from jsonb_array_elements(coalesce(entry -> 'resources', '[]')) with ordinality as each(resource, place)) as about
    where id is not null order by place)
$$;

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
  insert into audit_entry (tenant_id, seq, at, entry, hash, activity, actor, result, category, operation, application, subjects)
    select tenant, base + ordinal, moment, document, hashes[ordinal], parsed ->> 'activity',
      coalesce(parsed #>> '{actor,userPrincipalName}', parsed #>> '{actor,applicationId}',
        parsed #>> '{actor,deviceId}', parsed #>> '{actor,proofId}', parsed #>> '{actor,kind}'),
      parsed ->> 'result', parsed ->> 'category', parsed ->> 'operation', coalesce(parsed #>> '{actor,applicationId}', ''),
      audit_subjects(parsed)
    from (select document, ordinal, document::jsonb as parsed
      from unnest(entries) with ordinality as added(document, ordinal) offset 0) as given;
  update audit_head set seq = last.seq, hash = last.hash where tenant_id = tenant;
end
$$;
