-- What triggers keep, in statements that a distributed PostgreSQL takes too: each is about one tenant or one import, and
-- none reads the rows of the trigger beside a table (docs/decisions/0003).

create or replace function tally_devices(changes device_tally[]) returns void language plpgsql as $$
declare
  tenant uuid;
  news device_tally[];
  free device_tally[];
begin
  for tenant in select distinct tenant_id from unnest(changes) loop
    select array_agg((tenant, null, hashtextextended(case when day is null
        then group_tag || E'\n' || manufacturer || E'\n' || model || E'\n' || enrollment_state
        else (day - date '2000-01-01') || E'\n' || group_tag end, 0),
      day, group_tag, manufacturer, model, enrollment_state, devices)::device_tally) into news
    from (
      select day, group_tag, manufacturer, model, enrollment_state, sum(devices)::bigint as devices
      from (select null::date as day, group_tag, manufacturer, model, enrollment_state, devices
          from unnest(changes) where tenant_id = tenant
        union all select day, group_tag, '', '', '', devices from unnest(changes) where tenant_id = tenant) as each_way
      group by day, group_tag, manufacturer, model, enrollment_state having sum(devices) <> 0
    ) as change;
    continue when news is null;
    select array_agg((held.tenant_id, held.tally_id, held.combination, held.day, held.group_tag, held.manufacturer,
      held.model, held.enrollment_state, held.change)::device_tally) into free
    from (
      select tally.*, change.devices as change
      from device_tally as tally join unnest(news) as change on tally.combination = change.combination
        and tally.day is not distinct from change.day and tally.group_tag = change.group_tag
        and tally.manufacturer = change.manufacturer and tally.model = change.model
        and tally.enrollment_state = change.enrollment_state
      where tally.tenant_id = tenant
      for update of tally skip locked
    ) as held;
    if free is not null then
      select array_agg(chosen::device_tally) into free from (
        select distinct on (combination, day, group_tag, manufacturer, model, enrollment_state) * from unnest(free)
      ) as chosen;
      update device_tally as tally set devices = tally.devices + chosen.devices from unnest(free) as chosen
      where tally.tenant_id = tenant and tally.tally_id = chosen.tally_id;
      select array_agg(change::device_tally) into news from unnest(news) as change
      where not exists (select from unnest(free) as chosen where chosen.combination = change.combination
        and chosen.day is not distinct from change.day and chosen.group_tag = change.group_tag
        and chosen.manufacturer = change.manufacturer and chosen.model = change.model
        and chosen.enrollment_state = change.enrollment_state);
      continue when news is null;
    end if;
    insert into device_tally (tenant_id, tally_id, combination, day, group_tag, manufacturer, model, enrollment_state, devices)
    select tenant, gen_random_uuid(), combination, day, group_tag, manufacturer, model, enrollment_state, devices
    from unnest(news);
  end loop;
end
$$;

create or replace function note_refused_rows() returns trigger language plpgsql as $$
declare
  import uuid;
  tenant uuid;
  numbers integer[];
begin
  if tg_op <> 'INSERT' then
    for import, numbers in
      select import_id, array_agg(row_number) from gone where status = 'error' group by import_id
    loop
      delete from refused_row where import_id = import and row_number = any(numbers);
    end loop;
  end if;
  if tg_op <> 'DELETE' then
    for import, tenant, numbers in
      select import_id, tenant_id, array_agg(row_number) from added where status = 'error' group by import_id, tenant_id
    loop
      insert into refused_row (import_id, row_number, tenant_id) select import, number, tenant from unnest(numbers) as number;
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
    delete from record_tally;
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
