-- Jumps into the middle of long lists: how many devices there are whose ids begin alike, by 5, 7 and 10 characters. Ids are
-- made in the order of time, so that these are spans of three days, of 17 minutes and of four seconds. What comes before the
-- row in question is subtracted by whole spans; only within the last are devices read (docs/decisions/0018).

-- As in `device_tally`, several rows of a span add up: a transaction that would have to wait for another's adds its own.
-- Distribution: tenant_id.
create table device_span (
  tenant_id uuid not null,
  -- How many characters `ids` has.
  level smallint not null,
  -- What the ids begin with.
  ids text collate "C" not null,
  span_id uuid not null default gen_random_uuid(),
  devices bigint not null,
  primary key (tenant_id, level, ids, span_id)
) with (fillfactor = 70);

create function span_devices(tenant uuid, beginnings text[], counts bigint[]) returns void language plpgsql as $$
declare
  news device_span[];
  free device_span[];
begin
  select array_agg((tenant, level, ids, null, devices)::device_span) into news from (
    select level, left(beginning, level) as ids, sum(count)::bigint as devices
    from unnest(beginnings, counts) as given(beginning, count), unnest(array[5, 7, 10]) as level
    group by 1, 2
  ) as change;
  select array_agg((tenant, held.level, held.ids, held.span_id, held.change)::device_span) into free from (
    select span.*, change.devices as change
    from device_span as span join unnest(news) as change on span.level = change.level and span.ids = change.ids
    where span.tenant_id = tenant
    for update of span skip locked
  ) as held;
  if free is not null then
    select array_agg(chosen::device_span) into free from (
      select distinct on (level, ids) * from unnest(free)
    ) as chosen;
    update device_span as span set devices = span.devices + chosen.devices from unnest(free) as chosen
    where span.tenant_id = tenant and span.level = chosen.level and span.ids = chosen.ids and span.span_id = chosen.span_id;
  end if;
  insert into device_span (tenant_id, level, ids, span_id, devices)
  select tenant, level, ids, gen_random_uuid(), devices from unnest(news) as change
  where not exists (select from unnest(free) as chosen where chosen.level = change.level and chosen.ids = change.ids);
end
$$;

-- No registration changes its tenant or its id, so updates change no count.
create function span_device_statement() returns trigger language plpgsql as $$
declare
  tenant uuid;
  beginnings text[];
  counts bigint[];
begin
  if tg_op = 'TRUNCATE' then
    delete from device_span;
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
create trigger device_span_insert after insert on device
  referencing new table as added for each statement execute function span_device_statement();
create trigger device_span_delete after delete on device
  referencing old table as gone for each statement execute function span_device_statement();
create trigger device_span_truncate after truncate on device
  for each statement execute function span_device_statement();

insert into device_span (tenant_id, level, ids, devices)
  select tenant_id, level, left(device_id::text, level), count(*) from device, unnest(array[5, 7, 10]) as level group by 1, 2, 3;
