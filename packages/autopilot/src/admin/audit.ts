/** The audit trail, and the signed checkpoints that prove its integrity. */
export type AuditEvent = {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly category: string
  readonly activity: string
  readonly operation: string
  readonly result: string
  readonly reason: string | null
  readonly correlationId: string
  readonly actor: Readonly<Record<string, string>>
  readonly resources: readonly unknown[]
}

export type AuditPage = {
  readonly value: readonly AuditEvent[]
  /** Goes into `after` for the next page; absent on the last. */
  readonly next?: string | undefined
}

export type AuditCheckpoint = {
  readonly tenantId: string
  readonly seq: number
  readonly hash: string
  readonly at: string
  readonly keyId: string
  readonly signature: string
}

export type AuditCheckpoints = {
  readonly value: readonly AuditCheckpoint[]
  readonly publicKey: string
}
