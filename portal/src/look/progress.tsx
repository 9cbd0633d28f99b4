/** How far something is, as a bar that screen readers can read. */
import type { ReactNode } from 'react'

export function Progress({
  part,
  all,
  name,
}: {
  part: number
  all: number
  name: string
}): ReactNode {
  return <progress className="progress" value={part} max={Math.max(1, all)} aria-label={name} />
}
