-- Tables that are emptied at once, on a distributed PostgreSQL: their parts have triggers too, which would empty the counts of
-- all tenants from each node, while the statement that they are part of holds these. The table itself does it alone.

create or replace function forget_device_tally() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'device' then
    delete from device_tally;
  end if;
  return null;
end
$$;

create or replace function span_device_statement() returns trigger language plpgsql as $$
declare
  tenant uuid;
  beginnings text[];
  counts bigint[];
begin
  if tg_op = 'TRUNCATE' then
    if tg_table_name = 'device' then
      delete from device_span;
    end if;
    return null;
  end if;
  if tg_op = 'INSERT' then
    for tenant, beginnings, counts in
      select tenant_id, array_agg(beginning), array_agg(devices) from (
        select tenant_id, left(device_id::text, 10) as beginning, count(*) as devices from added group by 1, 2
      ) as change group by tenant_id
    loop
      perform span_devices(tenant, beginnings, counts);
    end loop;
  else
    for tenant, beginnings, counts in
      select tenant_id, array_agg(beginning), array_agg(devices) from (
        select tenant_id, left(device_id::text, 10) as beginning, -count(*) as devices from gone group by 1, 2
      ) as change group by tenant_id
    loop
      perform span_devices(tenant, beginnings, counts);
    end loop;
  end if;
  return null;
end
$$;

create or replace function tally_records() returns trigger language plpgsql as $$
declare
  tenant uuid;
  which text;
  free uuid;
  step integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  if tg_op = 'TRUNCATE' then
    if tg_table_name = 'tenant_record' then
      delete from record_tally;
    end if;
    return null;
  end if;
  tenant := coalesce(new.tenant_id, old.tenant_id);
  which := coalesce(new.kind, old.kind);
  select tally_id into free from record_tally where tenant_id = tenant and kind = which limit 1 for update skip locked;
  if free is null then
    insert into record_tally (tenant_id, tally_id, kind, records) values (tenant, gen_random_uuid(), which, step);
  else
    update record_tally set records = records + step where tenant_id = tenant and tally_id = free;
  end if;
  return null;
end
$$;
