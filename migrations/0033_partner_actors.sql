-- Who at a partner or OEM sent an import, as the audit trail names it.

alter table channel_import add column actor jsonb;
