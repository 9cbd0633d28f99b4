/** The selection of the list as the acts need it; another filter or order clears it, with a way back. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { countOf, isSelected, nothingSelected, type Selection } from '../../grid/selection.ts'
import { texts } from '../../texts/texts.ts'
import type { Chosen } from './context.ts'

export type Asked = { readonly q: string; readonly filter: string; readonly sort: string }

export type Choosing = {
  readonly selection: Selection
  readonly setSelection: (selection: Selection) => void
  readonly chosen: Chosen | undefined
  readonly all: Chosen
}

export function useChosen(
  { q, filter, sort }: Asked,
  total: number,
  seen: readonly Device[],
): Choosing {
  const [selection, setSelection] = useState(nothingSelected)
  const asked = JSON.stringify([q, filter, sort])
  const before = useRef({ asked, selection })
  const set = useCallback((next: Selection) => {
    before.current.selection = next
    setSelection(next)
  }, [])
  useEffect(() => {
    const { asked: old, selection: chosen } = before.current
    before.current.asked = asked
    if (old === asked || (chosen.kind === 'some' && chosen.ids.size === 0)) return
    set(nothingSelected)
    const restore = { label: texts.deviceList.restore, run: () => set(chosen) }
    // What was "all that match" would be another all.
    const action = chosen.kind === 'some' ? restore : undefined
    notify({ text: texts.deviceList.selectionCleared, intent: 'info', ...(action && { action }) })
  }, [asked, set])

  const count = countOf(selection, total)
  const whole = { q, filter, expectedCount: total }
  const all = { selection: { ...whole, except: [] }, count: total, seen }
  if (count === 0) return { selection, setSelection: set, chosen: undefined, all }
  return {
    selection,
    setSelection: set,
    chosen: {
      count,
      seen: seen.filter(({ id }) => isSelected(selection, id)),
      selection:
        selection.kind === 'some'
          ? { ids: [...selection.ids] }
          : { ...whole, except: [...selection.except], expectedCount: count },
    },
    all,
  }
}
