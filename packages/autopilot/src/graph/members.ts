/** An Edm or `graph.` type, in `Collection(…)` perhaps; `!` at the end = never null. */
export type Edm =
  | `${'Edm' | 'graph'}.${string}`
  | `Collection(${string})`
  | `Collection(${string})!`
export type Members = Readonly<Record<string, Edm>>
