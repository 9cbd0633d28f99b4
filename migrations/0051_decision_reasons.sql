-- What an operator gave as the reason when deciding a dispute, of a registration or of a transfer. Both sides read it.
alter table dispute add column decision_reason text;
alter table transfer add column dispute_decision_reason text;
