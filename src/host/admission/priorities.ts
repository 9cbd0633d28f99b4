/** Who comes first when there is not room for everybody, and what is kept for each. */
import type { Priority } from '../../surfaces/http/surface.ts'

/** Health has no place and waits for none. */
export type Placed = Exclude<Priority, 'health'>

export const inOrder: readonly Placed[] = ['device', 'person', 'program', 'export']

/**
 * Shares of the places that nobody else takes, so that no flood of one kind shuts another out: first boot needs no
 * account, and anybody may flood it. What is kept for none goes to the first in order.
 */
export const keptFor: Readonly<Record<Placed, number>> = {
  device: 0.35,
  person: 0.2,
  program: 0.2,
  export: 0.05,
}
