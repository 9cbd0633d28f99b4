/** What the organization has, and for an operator of the installation what waits for a decision in all of them. */
import { useMemo } from 'react'
import { type LongList, useLongList } from './long-list.ts'
import { useMay } from './me.ts'

export type OwnAndUndecided = {
  readonly own: string
  /** The permission to read one's own. */
  readonly permission: string
  readonly undecided: string
}

const allAtOnce = '?limit=500'

export function useOwnAndUndecided<T extends { readonly id: string }>(
  of: OwnAndUndecided,
): LongList<T> {
  const may = useMay()
  const isReader = may(of.permission)
  const isOperator = may('tenants.write')
  const by = 'after'
  const own = useLongList<T>(of.own + allAtOnce, { by, enabled: isReader })
  const undecided = useLongList<T>(of.undecided + allAtOnce, { by, enabled: isOperator })
  const data = useMemo(() => {
    if ((isReader && !own.data) || (isOperator && !undecided.data)) return undefined
    const all = [...(own.data ?? []), ...(undecided.data ?? [])]
    return [...new Map(all.map((each) => [each.id, each])).values()]
  }, [isReader, isOperator, own.data, undecided.data])
  return {
    data,
    error: own.error ?? undecided.error,
    refetch: () => Promise.all([own.refetch(), undecided.refetch()]),
    rest: restOf([own.rest, undecided.rest]),
  }
}

function restOf(rests: readonly LongList<unknown>['rest'][]): LongList<unknown>['rest'] {
  if (rests.includes('coming')) return 'coming'
  const further = rests.filter((rest) => typeof rest === 'function')
  if (further.length === 0) return undefined
  return () => {
    for (const readOn of further) readOn()
  }
}
