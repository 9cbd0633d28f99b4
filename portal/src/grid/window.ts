/**
 * Which rows are on the screen, by arithmetic: all rows have one height.
 *
 * Browsers cap the height of an element, Firefox at about 17.9 million pixels. Beyond that a long list is squeezed:
 * the scroll bar then stands for the whole list, and a pixel of it for more than a pixel of rows.
 */

const maxHeight = 12_000_000

export type Measures = {
  readonly total: number
  readonly rowHeight: number
  /** What is visible below the header. */
  readonly viewport: number
  readonly scrollTop: number
}

export type Window = {
  /** Of the scrolled element. */
  readonly height: number
  readonly first: number
  readonly last: number
  readonly firstVisible: number
  readonly lastVisible: number
  /** Where a row stands inside the scrolled element. */
  readonly top: (index: number) => number
}

const overscan = 6

export function windowOf({ total, rowHeight, viewport, scrollTop }: Measures): Window {
  const whole = total * rowHeight
  const height = Math.min(whole, maxHeight)
  const offset = scrollTop * scaleOf(whole, height, viewport)
  const firstVisible = Math.min(Math.max(0, Math.floor(offset / rowHeight)), Math.max(0, total - 1))
  const lastVisible = Math.min(total - 1, Math.ceil((offset + viewport) / rowHeight) - 1)
  return {
    height,
    first: Math.max(0, firstVisible - overscan),
    last: Math.min(total - 1, lastVisible + overscan),
    firstVisible,
    lastVisible,
    top: (index) => index * rowHeight - offset + scrollTop,
  }
}

/** Where to scroll so that the row is seen; the present place where it is seen already. */
export function scrollTopFor(index: number, measures: Measures): number {
  const { total, rowHeight, viewport, scrollTop } = measures
  const whole = total * rowHeight
  const height = Math.min(whole, maxHeight)
  const scale = scaleOf(whole, height, viewport)
  const offset = scrollTop * scale
  const top = index * rowHeight
  if (top < offset) return top / scale
  if (top + rowHeight > offset + viewport) return (top + rowHeight - viewport) / scale
  return scrollTop
}

function scaleOf(whole: number, height: number, viewport: number): number {
  return height === whole || height <= viewport ? 1 : (whole - viewport) / (height - viewport)
}
