/** Why an approval cannot be decided: by this person, as it is now, or at all. */
import { DomainError } from '../errors.ts'
import type { Approval } from './approval.ts'

export function oneself(): DomainError {
  return new DomainError(
    'approval-needs-another-person',
    'You asked for this yourself; a second person decides.',
  )
}

export function changed(): DomainError {
  return new DomainError(
    'approval-changed',
    'The subjects are not those that you saw. Look at the approval again.',
  )
}

const words: Readonly<Record<Approval['state'], string>> = {
  pending: 'has been decided by somebody else',
  approved: 'has been approved already',
  rejected: 'has been rejected',
  expired: 'has expired',
  cancelled: 'was cancelled by the one who asked for it',
  void: 'is void: its subjects were changed, or the one who approved it may not decide any more',
  executed: 'has been approved and used',
}

export function isOver({ state }: Approval): DomainError {
  return new DomainError('approval-changed', `The approval ${words[state]}.`)
}
