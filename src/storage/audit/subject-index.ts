/**
 * What an entry is about, as `migrations/0069_audit_subject_indexes.sql` indexes it. Asked in a query of its own, with `offset 0`:
 * beside an order the planner would guess how many there are, and walk past all other entries.
 */
export const subjects = 'coalesce(subjects, audit_subjects(entry::jsonb))'
