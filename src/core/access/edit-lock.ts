/** Waits for the right to edit things of a kind, and has it until the transaction ends. */
import type { TenantId } from '../ids.ts'

export type EditLock = (
  tenantId: TenantId,
  /** As the audit trail calls it, which is the same on every surface. */
  kind: string,
  /** No other edit of the kind may come between what this one reads and what it writes. */
  isAlone: boolean,
) => Promise<void>
