-- Cases are counted per tenant, for people: parcels and phone calls name a case by its number.
alter table repair_case add column number integer;
update repair_case set number = counted.number
from (select tenant_id, case_id, row_number() over (partition by tenant_id order by opened_at, case_id) as number
  from repair_case) as counted
where repair_case.tenant_id = counted.tenant_id and repair_case.case_id = counted.case_id;
alter table repair_case alter column number set not null;
create unique index repair_case_number on repair_case (tenant_id, number);
