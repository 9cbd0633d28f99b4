/** The colours of a removal plan's states. */
import type { RemovalPlan } from 'taxiway-autopilot/admin'
import type { Tone } from '../../look/status.tsx'

export const tones: Readonly<Record<RemovalPlan['state'], Tone>> = {
  ready: 'idle',
  ambiguous: 'warn',
  awaitingApproval: 'busy',
  running: 'busy',
  done: 'good',
  partial: 'warn',
  cancelled: 'idle',
  undoing: 'busy',
  undone: 'idle',
}
