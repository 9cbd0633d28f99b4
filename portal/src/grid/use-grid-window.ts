/** Follows the scrolling of a grid and says which rows to draw. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { type Measures, scrollTopFor, windowOf } from './window.ts'

/** The header's height and its line. */
export const headHeight = 37

export type GridWindow = {
  readonly height: number
  readonly drawn: readonly number[]
  /** Rows that fit the screen. */
  readonly page: number
  readonly top: (index: number) => number
  readonly onScroll: () => void
  /** Brings the row onto the screen. */
  readonly reveal: (index: number) => void
}

type Options = {
  readonly total: number
  readonly rowHeight: number
  readonly show: (first: number, last: number) => void
  readonly onPlace?: (row: number) => void
  readonly startRow?: number
  readonly list: string | undefined
  /** The rows are still those of another list. */
  readonly isStale: boolean
}

export function useGridWindow(
  element: RefObject<HTMLDivElement | null>,
  options: Options,
): GridWindow {
  const { total, rowHeight, show, onPlace, startRow = 0, list, isStale } = options
  const [place, setPlace] = useState({ scrollTop: 0, viewport: 600 })
  /** Where the list begins; undefined once it has begun. */
  const begin = useRef<number | undefined>(startRow)
  const shownList = useRef(list)
  const measures: Measures = { total, rowHeight, ...place }
  const view = windowOf(measures)

  useLayoutEffect(() => {
    const grid = element.current
    if (grid === null) return undefined
    const measure = () =>
      setPlace((old) => ({ ...old, viewport: Math.max(rowHeight, grid.clientHeight - headHeight) }))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(grid)
    return () => observer.disconnect()
  }, [element, rowHeight])

  useLayoutEffect(() => {
    const grid = element.current
    if (grid === null || shownList.current === list) return
    shownList.current = list
    // Nothing is waited for at the top: a person who scrolls on meanwhile is not brought back to it.
    begin.current = startRow === 0 ? undefined : startRow
    grid.scrollTop = 0
    setPlace((old) => ({ ...old, scrollTop: 0 }))
  })

  useLayoutEffect(() => {
    const grid = element.current
    if (begin.current === undefined || grid === null || total === 0 || isStale) return
    const row = Math.min(begin.current, total - 1)
    begin.current = undefined
    grid.scrollTop = scrollTopFor(row, { ...measures, scrollTop: 1e9 })
  })

  useLayoutEffect(() => {
    if (total > 0) show(view.firstVisible, view.lastVisible)
  })

  return {
    height: view.height,
    drawn: Array.from(
      { length: Math.max(0, view.last - view.first + 1) },
      (_, i) => view.first + i,
    ),
    page: Math.max(1, Math.floor(place.viewport / rowHeight) - 1),
    top: view.top,
    onScroll() {
      const scrollTop = element.current?.scrollTop ?? 0
      setPlace((old) => (old.scrollTop === scrollTop ? old : { ...old, scrollTop }))
      onPlace?.(windowOf({ ...measures, scrollTop }).firstVisible)
    },
    reveal(index) {
      const grid = element.current
      if (grid === null || index < 0) return
      const scrollTop = scrollTopFor(index, { ...measures, scrollTop: grid.scrollTop })
      if (scrollTop === grid.scrollTop) return
      grid.scrollTop = scrollTop
      setPlace((old) => ({ ...old, scrollTop }))
    },
  }
}
