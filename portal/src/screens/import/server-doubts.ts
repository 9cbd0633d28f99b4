/** What the server says of a file that it has read: only to be known, or to be decided as an import of the command line asks. */
import type { Collected } from 'taxiway-autopilot/admin'
import type { Doubt } from './worker-messages.ts'

const maxShown = 5

export function saidOf(faults: Collected['faults']): {
  readonly notes: readonly string[]
  /** One for each code. */
  readonly doubts: readonly Doubt[]
} {
  const textOf = ({ source, message }: Collected['faults'][number]) => `${source}: ${message}`
  const byCode = Map.groupBy(
    faults.filter(({ isDoubt }) => isDoubt),
    ({ code }) => code,
  )
  return {
    notes: faults.filter(({ isDoubt }) => !isDoubt).map(textOf),
    doubts: [...byCode].map(([code, same]) => ({
      line: 0,
      column: null,
      severity: 'error',
      code,
      message: `${same.slice(0, maxShown).map(textOf).join(' ')}${same.length > maxShown ? ' …' : ''}`,
      fix: null,
    })),
  }
}
