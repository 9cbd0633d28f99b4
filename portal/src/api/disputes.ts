/** Registrations by hash alone that another organization's device has proved as its own. */
import type { DisputeView } from 'taxiway-autopilot/admin'
import { admin } from './ask.ts'
import { useEntities } from './entities.ts'
import { useMay } from './me.ts'

export const disputesPath = `${admin}/disputes`
export const undecidedDisputes = `${disputesPath}/undecided`

export function isUndecided({ state }: DisputeView): boolean {
  return state === 'open' || state === 'contested'
}

/** What nobody else can do before this person does. */
export function waitsForMe({ side, state }: DisputeView, isOperator: boolean): boolean {
  return state === 'open' ? side === 'holder' : state === 'contested' && isOperator
}

/** How many of them wait for this person. */
export function useWaitingDisputes(): number {
  const may = useMay()
  const isOperator = may('tenants.write')
  const own = useEntities<DisputeView>(disputesPath, may('identity.read')).data ?? []
  const undecided = useEntities<DisputeView>(undecidedDisputes, isOperator).data ?? []
  const all = new Map([...own, ...undecided].map((each) => [each.id, each]))
  return [...all.values()].filter((each) => waitsForMe(each, isOperator)).length
}
