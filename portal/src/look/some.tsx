/** The first of many, and more when somebody asks: thousands are slow to draw, and nobody reads them. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { texts } from '../texts/texts.ts'

export type SomeProps<T> = {
  readonly of: readonly T[]
  /** So many at first, and more each time. */
  readonly step?: number
  readonly children: (shown: readonly T[]) => ReactNode
}

export function Some<T>({ of, step = 50, children }: SomeProps<T>): ReactNode {
  const [limit, setLimit] = useState(step)
  const left = of.length - limit
  return (
    <>
      {children(left > 0 ? of.slice(0, limit) : of)}
      {left > 0 && (
        <div>
          <Button size="small" onClick={() => setLimit(limit + step)}>
            {texts.common.moreOf(left)}
          </Button>
          <span className="on-paper">{texts.common.notShown(left)}</span>
        </div>
      )}
    </>
  )
}
