/** Names and their values. */
import type { ReactNode } from 'react'

export type Pair = readonly [name: string, value: ReactNode]

export function Pairs({ of }: { of: readonly Pair[] }): ReactNode {
  return (
    <dl className="pairs">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
