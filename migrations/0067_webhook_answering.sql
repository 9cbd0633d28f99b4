-- Who answers for a webhook, and what they could read when they added or changed it: it delivers that, as far as they still may
-- read it. Null: from before this; the account that created_by names answers, with all that it may read.
alter table webhook add column answered_by jsonb;
alter table webhook add column granted text[];
