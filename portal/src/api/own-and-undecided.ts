/** What the organization has, and for an operator of the installation what waits for a decision in all of them. */
import { useMemo } from 'react'
import { useEntities } from './entities.ts'
import { useMay } from './me.ts'

export type OwnAndUndecided = {
  readonly own: string
  /** The permission to read one's own. */
  readonly permission: string
  readonly undecided: string
}

export function useOwnAndUndecided<T extends { readonly id: string }>(of: OwnAndUndecided) {
  const may = useMay()
  const isReader = may(of.permission)
  const isOperator = may('tenants.write')
  const own = useEntities<T>(of.own, isReader)
  const undecided = useEntities<T>(of.undecided, isOperator)
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
