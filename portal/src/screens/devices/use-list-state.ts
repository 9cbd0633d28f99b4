/** The list's state in the address; a change of what is asked for is a step back of the browser, a scroll is none. */
import { useCallback, useEffect, useMemo } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { texts } from '../../texts/texts.ts'
import { type ListState, readList, unknownNames, writeList } from './list-state.ts'

export type ChangeList = (change: Partial<ListState>, replace?: boolean) => void

export function useListState(): readonly [ListState, ChangeList] {
  const [own] = useLocation()
  const [parameters, setParameters] = useSearchParams()
  const state = useMemo(() => readList(parameters), [parameters])
  const unknown = unknownNames(parameters).join()
  const change = useCallback<ChangeList>(
    (part, replace = false) => {
      // What is written late, as the place after scrolling, brings nobody back who has gone on: the list is there until
      // the next page has come.
      if (location.pathname !== own) return
      setParameters(
        (current) => new URLSearchParams(writeList({ ...readList(current), ...part })),
        { replace },
      )
    },
    [setParameters, own],
  )
  useEffect(() => {
    if (unknown === '') return
    notify({ text: texts.common.unknownFilter, intent: 'info' })
    change({}, true)
  }, [unknown, change])
  return [state, change]
}
