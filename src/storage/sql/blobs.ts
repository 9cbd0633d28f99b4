/**
 * Many byte strings as one parameter: as an array they would travel as text, twice as long. In SQL, `blobsSql($n)`
 * returns the rows in order as `bytes`, numbered from 1 as `n`.
 */
export type Blobs = readonly [all: Buffer, lengths: readonly number[]]

export function joinBlobs(parts: readonly Uint8Array[]): Blobs {
  return [Buffer.concat(parts), parts.map(({ length }) => length)]
}

/** A table of `n` and `bytes` from the two parameters that start at number `first`. */
export function blobsSql(first: number): string {
  return `(select position, substring($${first}::bytea from (sum(len) over (order by position) - len + 1)::int for len) as bytes
    from unnest($${first + 1}::int[]) with ordinality as given(len, position))`
}
