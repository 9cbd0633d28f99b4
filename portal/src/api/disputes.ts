/** Registrations by hash alone that another organization's device has proved as its own. */
import { useMemo } from 'react'
import type { DisputeView } from 'taxiway-autopilot/admin'
import { admin } from './ask.ts'
import { useEntities } from './entities.ts'
import { useMay } from './me.ts'

export const disputesPath = `${admin}/disputes`

/** The organization's own, and for an operator of the installation those of all that nobody has decided. */
export function useDisputes() {
  const may = useMay()
  const isReader = may('identity.read')
  const isOperator = may('tenants.write')
  const own = useEntities<DisputeView>(disputesPath, isReader)
  const undecided = useEntities<DisputeView>(`${disputesPath}/undecided`, isOperator)
  const data = useMemo(() => {
    if ((isReader && !own.data) || (isOperator && !undecided.data)) return undefined
    const all = [...(own.data ?? []), ...(undecided.data ?? [])]
    return [...new Map(all.map((each) => [each.id, each])).values()]
  }, [isReader, isOperator, own.data, undecided.data])
  return {
    data,
    error: own.error ?? undecided.error,
    refetch: () => Promise.all([own.refetch(), undecided.refetch()]),
  }
}

export function isUndecided({ state }: DisputeView): boolean {
  return state === 'open' || state === 'contested'
}

/** What nobody else can do before this person does. */
export function waitsForMe({ side, state }: DisputeView, isOperator: boolean): boolean {
  return state === 'open' ? side === 'holder' : state === 'contested' && isOperator
}
