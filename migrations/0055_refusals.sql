-- Refused rows are listed by themselves; now also by their refusal, under another name than in `import_row`: servers join the
-- two and name it without its table.
alter table refused_row add column refused_for text;

create or replace function note_refused_rows() returns trigger language plpgsql as $$
declare
  import uuid;
  tenant uuid;
  numbers integer[];
  reasons text[];
begin
  if tg_op <> 'INSERT' then
    for import, numbers in
      select import_id, array_agg(row_number) from gone where status = 'error' group by import_id
    loop
      delete from refused_row where import_id = import and row_number = any(numbers);
    end loop;
  end if;
  if tg_op <> 'DELETE' then
    for import, tenant, numbers, reasons in
      select import_id, tenant_id, array_agg(row_number), array_agg(refusal) from added where status = 'error' group by import_id, tenant_id
    loop
      insert into refused_row (import_id, row_number, tenant_id, refused_for)
        select import, number, tenant, reason from unnest(numbers, reasons) as refused(number, reason);
    end loop;
  end if;
  return null;
end
$$;
