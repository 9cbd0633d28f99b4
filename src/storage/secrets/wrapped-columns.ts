/**
 * Every column protected by the key-encryption key, in one list: key rotation uses it, and a test finds byte
 * columns that are neither listed here nor known to hold no secrets.
 */
export type WrappedColumn = {
  readonly table: string
  readonly column: string
  /** SQL for the context that a row's bytes are bound to; the same as when they were encrypted. */
  readonly context: string
}

export const wrappedColumns: readonly WrappedColumn[] = [
  { table: 'installation_secret', column: 'wrapped', context: "'installation_secret:' || name" },
  { table: 'challenge_key', column: 'wrapped', context: "'challenge_key:' || day::text" },
  {
    table: 'device_authority',
    column: 'wrapped_private_key',
    context: "'device_authority:' || number::text",
  },
  { table: 'signing_key', column: 'wrapped_private_key', context: "'signing_key:' || key_id" },
  {
    table: 'protocol_state',
    column: 'payload',
    context: "'protocol_state:' || tenant_id || ':' || kind || ':' || encode(id_digest, 'hex')",
  },
  {
    table: 'identity_provider',
    column: 'wrapped_client_secret',
    context: "'identity_provider:' || tenant_id || ':' || provider_id",
  },
  {
    table: 'oath_token',
    column: 'wrapped_secret',
    context: "'oath_token:' || tenant_id || ':' || token_id",
  },
  {
    table: 'kept_answer',
    column: 'answer',
    context: "'kept_answer:' || tenant_id || ':' || encode(key_digest, 'hex')",
  },
  { table: 'hardware_hash', column: 'bytes', context: "'hardware_hash:' || hash_id" },
  { table: 'dispute', column: 'hash', context: "'dispute:' || dispute_id" },
  { table: 'repair_case', column: 'archived', context: "'repair_case:' || case_id || ':before'" },
  { table: 'repair_case', column: 'returned', context: "'repair_case:' || case_id || ':after'" },
  {
    table: 'repair_attachment',
    column: 'content',
    context: "'repair_attachment:' || attachment_id",
  },
  { table: 'webhook', column: 'secret', context: "'webhook:' || webhook_id" },
  { table: 'webhook', column: 'previous_secret', context: "'webhook:' || webhook_id" },
  { table: 'known_device', column: 'bytes', context: "'hardware_hash:' || known_id" },
  {
    table: 'managed_enrollment',
    column: 'session',
    context: "'management_session:' || enrollment_id",
  },
  {
    table: 'managed_enrollment',
    column: 'mismatch',
    context: "'hardware_mismatch:' || enrollment_id",
  },
  {
    table: 'intake_submission',
    column: 'payload',
    context: "'intake_submission:' || submission_id",
  },
  { table: 'device_identity', column: 'record', context: "'device_identity:' || device_id" },
]
