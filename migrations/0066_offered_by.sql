-- Who offered the devices, so that an offer ends with their right to make it; null: offered before this.
alter table transfer add column actor jsonb;
