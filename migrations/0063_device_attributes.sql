-- Which devices have which value of a directory attribute, in the order of their ids: a page of the many that share one is read
-- as fast as that of a few. The index of all values (0060) finds them in no order, so that all have to be read and sorted; it serves
-- filters that ask for one value or another.
-- Few devices have any attribute, and a registered one has none at first, so that imports do not pay for it.

-- Distribution: tenant_id.
create table device_attribute (
  tenant_id uuid not null,
  -- Name and value as one number, which ignores case, as filters do.
  attribute bigint not null,
  device_id uuid not null,
  primary key (tenant_id, attribute, device_id)
);

create function note_device_attributes() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    -- The parts of a table that is spread over nodes have triggers, too; only the table itself is emptied of everything.
    if tg_table_name = 'device' then
      delete from device_attribute;
    end if;
    return null;
  end if;
  if tg_op <> 'INSERT' then
    delete from device_attribute where tenant_id = old.tenant_id and device_id = old.device_id
      and attribute = any(array(select hashtextextended(lower(key || E'\n' || value), 0) from jsonb_each_text(old.directory_attributes)));
  end if;
  if tg_op <> 'DELETE' then
    insert into device_attribute (tenant_id, attribute, device_id)
    select new.tenant_id, hashtextextended(lower(key || E'\n' || value), 0), new.device_id
    from jsonb_each_text(new.directory_attributes) where value is not null
    on conflict do nothing;
  end if;
  return null;
end
$$;

create trigger device_attribute_insert after insert on device
  for each row when (new.directory_attributes <> '{}') execute function note_device_attributes();
create trigger device_attribute_update after update of directory_attributes on device
  for each row when (new.directory_attributes <> old.directory_attributes) execute function note_device_attributes();
create trigger device_attribute_delete after delete on device
  for each row when (old.directory_attributes <> '{}') execute function note_device_attributes();
create trigger device_attribute_truncate after truncate on device
  for each statement execute function note_device_attributes();

insert into device_attribute (tenant_id, attribute, device_id)
  select tenant_id, hashtextextended(lower(key || E'\n' || value), 0), device_id from device, jsonb_each_text(directory_attributes)
  where directory_attributes <> '{}' and value is not null
  on conflict do nothing;
