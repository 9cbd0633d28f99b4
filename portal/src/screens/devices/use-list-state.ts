/** The list's state in the address; a change of what is asked for is a step back of the browser, a scroll is none. */
import { useCallback, useEffect, useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { texts } from '../../texts/texts.ts'
import { type ListState, readList, unknownNames, writeList } from './list-state.ts'

export type ChangeList = (change: Partial<ListState>, replace?: boolean) => void

export function useListState(): readonly [ListState, ChangeList] {
  const [parameters, setParameters] = useSearchParams()
  const state = useMemo(() => readList(parameters), [parameters])
  const unknown = unknownNames(parameters).join()
  const change = useCallback<ChangeList>(
    (part, replace = false) => {
      setParameters(
        (current) => new URLSearchParams(writeList({ ...readList(current), ...part })),
        { replace },
      )
    },
    [setParameters],
  )
  useEffect(() => {
    if (unknown === '') return
    notify({ text: texts.common.unknownFilter, intent: 'info' })
    change({}, true)
  }, [unknown, change])
  return [state, change]
}
