-- Lists that stay as fast as they are while the registry grows: an index for each order and filter that lists offer,
-- counts that are kept, and the receipts of refused rows by themselves (docs/guides/scale-out.md).

-- Texts are compared and ordered ignoring case; what is absent comes first.
drop index device_by_serial_number;
create index device_by_serial_number on device (tenant_id, lower(serial_number), device_id);
create index device_by_directory_name on device
  (tenant_id, lower(coalesce(nullif(display_name, ''), serial_number)), device_id);
create index device_by_purchase_order on device
  (tenant_id, lower(coalesce(purchase_order_identifier, '')), device_id);
create index device_by_sku_number on device (tenant_id, lower(coalesce(sku_number, '')), device_id);
create index device_by_system_family on device (tenant_id, lower(coalesce(system_family, '')), device_id);
create index device_by_product_key on device (tenant_id, lower(coalesce(product_key, '')), device_id);
create index device_by_enrollment_state on device (tenant_id, lower(enrollment_state), device_id);
create index device_by_registration on device (tenant_id, registered_at, device_id);
create index device_by_contact on device (tenant_id, coalesce(last_contacted_at, '-infinity'), device_id);
create index device_by_claim_level on device (tenant_id, claim_level, device_id);
create index device_by_provisional_end on device
  (tenant_id, coalesce(provisional_until, '-infinity'), device_id);
-- What imports leave empty costs them nothing: these serve filters, and no order.
create index device_by_addressable_name on device
  (tenant_id, lower(coalesce(addressable_user_name, '')), device_id) where addressable_user_name <> '';
create index device_by_resource_name on device
  (tenant_id, lower(coalesce(resource_name, '')), device_id) where resource_name <> '';
create index device_by_managed_device on device
  (tenant_id, coalesce(managed_device_id, '00000000-0000-0000-0000-000000000000'::uuid), device_id)
  where managed_device_id is not null;
create index device_with_attributes on device (tenant_id, device_id) where directory_attributes <> '{}';
-- What the counts below are kept for, as one value: filters on several of its columns at once.
create index device_by_combination on device (tenant_id, (hashtextextended(coalesce(group_tag, '') || E'\n'
  || coalesce(manufacturer, '') || E'\n' || coalesce(model, '') || E'\n' || enrollment_state, 0)), device_id);

create index deleted_device_by_state on deleted_device (tenant_id, state, deleted_at, device_id);
create index deleted_device_by_group_tag on deleted_device
  (tenant_id, lower(coalesce(group_tag, '')), deleted_at, device_id);

create index managed_device_by_serial_number on tenant_record
  (tenant_id, lower(coalesce(members->>'serialNumber', '')), record_id) where kind = 'managedDevice';
create index managed_device_by_name on tenant_record
  (tenant_id, lower(coalesce(members->>'deviceName', '')), record_id) where kind = 'managedDevice';
create index managed_device_by_directory_device on tenant_record
  (tenant_id, lower(coalesce(members->>'directoryDeviceId', '')), record_id) where kind = 'managedDevice';
create index managed_device_by_user on tenant_record
  (tenant_id, lower(coalesce(members->>'userPrincipalName', '')), record_id) where kind = 'managedDevice';
create index tenant_record_by_time on tenant_record (tenant_id, kind, created_at, record_id);

-- How many devices there are of each combination (day is null), and how many were registered on each day. Several rows
-- of the same values add up: a transaction that would have to wait for another's row adds one of its own.
-- Distribution: tenant_id.
create table device_tally (
  tenant_id uuid not null,
  tally_id uuid not null default gen_random_uuid(),
  combination bigint not null,
  -- In UTC.
  day date,
  group_tag text not null,
  manufacturer text not null,
  model text not null,
  enrollment_state text not null,
  devices bigint not null,
  primary key (tenant_id, tally_id)
) with (fillfactor = 70);
create index device_tally_by_combination on device_tally (tenant_id, combination);
create index device_tally_by_day on device_tally (tenant_id, day);

create function tally_devices(changes device_tally[]) returns void language plpgsql as $$
begin
  with change as (
    select tenant_id, day, group_tag, manufacturer, model, enrollment_state, sum(devices)::bigint as devices,
      hashtextextended(case when day is null
        then group_tag || E'\n' || manufacturer || E'\n' || model || E'\n' || enrollment_state
        else (day - date '2000-01-01') || E'\n' || group_tag end, 0) as combination
    from (select tenant_id, null::date as day, group_tag, manufacturer, model, enrollment_state, devices from unnest(changes)
      union all select tenant_id, day, group_tag, '', '', '', devices from unnest(changes)) as each_way
    group by tenant_id, day, group_tag, manufacturer, model, enrollment_state having sum(devices) <> 0
  ), free as (
    select tally.tenant_id, tally.tally_id, tally.combination, tally.day, tally.group_tag, tally.manufacturer,
      tally.model, tally.enrollment_state, change.devices
    from change join device_tally as tally on tally.tenant_id = change.tenant_id and tally.combination = change.combination
      and tally.day is not distinct from change.day and tally.group_tag = change.group_tag
      and tally.manufacturer = change.manufacturer and tally.model = change.model
      and tally.enrollment_state = change.enrollment_state
    for update of tally skip locked
  ), chosen as (
    select distinct on (tenant_id, day, group_tag, manufacturer, model, enrollment_state) * from free
  ), counted as (
    update device_tally as tally set devices = tally.devices + chosen.devices from chosen
    where tally.tenant_id = chosen.tenant_id and tally.tally_id = chosen.tally_id
  )
  insert into device_tally (tenant_id, combination, day, group_tag, manufacturer, model, enrollment_state, devices)
  select tenant_id, combination, day, group_tag, manufacturer, model, enrollment_state, devices from change
  where not exists (select from chosen where chosen.tenant_id = change.tenant_id
    and chosen.day is not distinct from change.day and chosen.group_tag = change.group_tag
    and chosen.manufacturer = change.manufacturer and chosen.model = change.model
    and chosen.enrollment_state = change.enrollment_state);
end
$$;

create function tally_device_statement() returns trigger language plpgsql as $$
declare
  changes device_tally[];
begin
  if tg_op = 'INSERT' then
    select array_agg((tenant_id, null, 0, day, tag, maker, model, state, devices)::device_tally) into changes from (
      select tenant_id, (registered_at at time zone 'UTC')::date as day, coalesce(group_tag, '') as tag,
        coalesce(manufacturer, '') as maker, coalesce(model, '') as model, enrollment_state as state, count(*) as devices
      from added group by 1, 2, 3, 4, 5, 6) as change;
  elsif tg_op = 'DELETE' then
    select array_agg((tenant_id, null, 0, day, tag, maker, model, state, devices)::device_tally) into changes from (
      select tenant_id, (registered_at at time zone 'UTC')::date as day, coalesce(group_tag, '') as tag,
        coalesce(manufacturer, '') as maker, coalesce(model, '') as model, enrollment_state as state, -count(*) as devices
      from gone group by 1, 2, 3, 4, 5, 6) as change;
  else
    select array_agg((tenant_id, null, 0, day, tag, maker, model, state, devices)::device_tally) into changes from (
      select tenant_id, (registered_at at time zone 'UTC')::date as day, coalesce(group_tag, '') as tag,
        coalesce(manufacturer, '') as maker, coalesce(model, '') as model, enrollment_state as state, sum(step) as devices
      from (select added.*, 1 as step from added union all select gone.*, -1 from gone) as changed
      group by 1, 2, 3, 4, 5, 6 having sum(step) <> 0) as change;
  end if;
  if changes is not null then
    perform tally_devices(changes);
  end if;
  return null;
end
$$;
create trigger device_tally_insert after insert on device
  referencing new table as added for each statement execute function tally_device_statement();
create trigger device_tally_delete after delete on device
  referencing old table as gone for each statement execute function tally_device_statement();
create trigger device_tally_update after update on device
  referencing old table as gone new table as added for each statement execute function tally_device_statement();

create function forget_device_tally() returns trigger language plpgsql as $$
begin
  delete from device_tally;
  return null;
end
$$;
create trigger device_tally_truncate after truncate on device
  for each statement execute function forget_device_tally();

select tally_devices(array_agg((tenant_id, null, 0, day, tag, maker, model, state, devices)::device_tally)) from (
  select tenant_id, (registered_at at time zone 'UTC')::date as day, coalesce(group_tag, '') as tag,
    coalesce(manufacturer, '') as maker, coalesce(model, '') as model, enrollment_state as state, count(*) as devices
  from device group by 1, 2, 3, 4, 5, 6) as change;

-- Which rows of imports were refused. An index on the status would make every verdict write to all indexes of
-- `import_row`. Distribution: import_id.
create table refused_row (
  import_id uuid not null,
  row_number integer not null,
  tenant_id uuid not null,
  primary key (import_id, row_number)
);
create index refused_row_by_tenant on refused_row (tenant_id, import_id, row_number);

create function note_refused_rows() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from refused_row using gone where gone.status = 'error'
      and refused_row.import_id = gone.import_id and refused_row.row_number = gone.row_number;
  end if;
  if tg_op <> 'DELETE' then
    insert into refused_row (import_id, row_number, tenant_id)
      select import_id, row_number, tenant_id from added where status = 'error';
  end if;
  return null;
end
$$;
create trigger refused_row_insert after insert on import_row
  referencing new table as added for each statement execute function note_refused_rows();
create trigger refused_row_delete after delete on import_row
  referencing old table as gone for each statement execute function note_refused_rows();
create trigger refused_row_update after update on import_row
  referencing old table as gone new table as added for each statement execute function note_refused_rows();

create function forget_refused_rows() returns trigger language plpgsql as $$
begin
  delete from refused_row;
  return null;
end
$$;
create trigger refused_row_truncate after truncate on import_row
  for each statement execute function forget_refused_rows();

insert into refused_row (import_id, row_number, tenant_id)
  select import_id, row_number, tenant_id from import_row where status = 'error';
create index import_work_by_tenant on import_work (tenant_id, import_id);

-- How many records a tenant has of each kind; as with devices, several rows of a kind add up.
-- Distribution: tenant_id.
create table record_tally (
  tenant_id uuid not null,
  tally_id uuid not null default gen_random_uuid(),
  kind text not null,
  records bigint not null,
  primary key (tenant_id, tally_id)
) with (fillfactor = 70);
create index record_tally_by_kind on record_tally (tenant_id, kind);

create function tally_records() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from record_tally;
    return null;
  end if;
  with free as (
    select tenant_id, tally_id from record_tally
    where record_tally.tenant_id = coalesce(new.tenant_id, old.tenant_id) and kind = coalesce(new.kind, old.kind)
    limit 1 for update skip locked
  ), counted as (
    update record_tally set records = records + case tg_op when 'INSERT' then 1 else -1 end
    from free where record_tally.tenant_id = free.tenant_id and record_tally.tally_id = free.tally_id
  )
  insert into record_tally (tenant_id, kind, records)
  select coalesce(new.tenant_id, old.tenant_id), coalesce(new.kind, old.kind), case tg_op when 'INSERT' then 1 else -1 end
  where not exists (select from free);
  return null;
end
$$;
create trigger record_tally_change after insert or delete on tenant_record
  for each row execute function tally_records();
create trigger record_tally_truncate after truncate on tenant_record
  for each statement execute function tally_records();
insert into record_tally (tenant_id, kind, records)
  select tenant_id, kind, count(*) from tenant_record group by tenant_id, kind;
