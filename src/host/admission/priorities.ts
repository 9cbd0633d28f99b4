/** Which requests come first when there is not room for all, and what is reserved for each kind. */
import type { Priority } from '../../surfaces/http/surface.ts'

/** Health checks need no slot. */
export type QueuedPriority = Exclude<Priority, 'health'>

export const byPriority: readonly QueuedPriority[] = ['device', 'person', 'program', 'export']

/**
 * Shares of the slots that no other kind can take, so that a flood of one kind cannot shut another out: first boot
 * needs no account, so anyone can flood it. Unreserved slots go to the highest priority first.
 */
export const reservedShare: Readonly<Record<QueuedPriority, number>> = {
  device: 0.35,
  person: 0.2,
  program: 0.2,
  export: 0.05,
}
