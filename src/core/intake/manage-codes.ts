/** Codes as administrators make them; one whose role is limited to group tags makes and sees those with these tags. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { reaches } from '../access/tag-scope.ts'
import { currentScope } from '../acting.ts'
import { DomainError } from '../errors.ts'
import { newTransferCode } from '../transfers/transfer.ts'
import { newUuid } from '../uuid.ts'
import {
  digestOfIntakeCode,
  type IntakeCode,
  type IntakeDesk,
  keyMinutes,
  type NewIntakeCode,
  onceMinutes,
} from './intake.ts'

export type CodeDeps = { readonly intake: IntakeDesk }

export type CodeWish = Pick<NewIntakeCode, 'kind' | 'label' | 'groupTag'> & {
  readonly minutes?: number | undefined
}

/** The secret is known only now. */
export async function makeCode(
  { intake }: CodeDeps,
  caller: Caller,
  { minutes, ...wish }: CodeWish,
): Promise<{ readonly code: IntakeCode; readonly secret: string }> {
  if (!reaches(currentScope(), wish.groupTag))
    throw new DomainError(
      'not-permitted',
      'Your role is limited to group tags: give the code one of them.',
    )
  // 80 bits for what lives for hours, 160 for what lives for months.
  const isOnce = wish.kind === 'once'
  const secret = isOnce ? newTransferCode() : `${newTransferCode()}-${newTransferCode()}`
  const code = await intake.addCode(
    {
      ...wish,
      tenantId: caller.tenantId,
      id: newUuid(),
      createdBy: nameOfCaller(caller),
      minutes: minutes ?? (isOnce ? onceMinutes : keyMinutes).usual,
    },
    digestOfIntakeCode(secret),
  )
  return { code, secret }
}

export async function withdrawCode(deps: CodeDeps, caller: Caller, id: string): Promise<void> {
  if (!(await deps.intake.withdrawCode(caller.tenantId, id, currentScope())))
    throw new DomainError('not-found', `There is no code ${id} that could still be used.`)
}
