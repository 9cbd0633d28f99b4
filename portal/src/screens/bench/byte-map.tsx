/** The bytes of a hash as a map: one cell for eight of them, in the colour of their record. */
import type { ReactNode } from 'react'
import type { DecodedHash } from 'taxiway-hardware-hash'
import { texts } from '../../texts/texts.ts'

export type MapProps = {
  readonly hash: DecodedHash
  readonly active: number | undefined
  readonly onActive: (offset: number | undefined) => void
}

const perCell = 8
const across = 25
const size = 12

export function ByteMap({ hash, active, onActive }: MapProps): ReactNode {
  const { records, bytes } = hash
  const cells = Math.ceil(bytes.length / perCell)
  return (
    <section className="card">
      <h2>{texts.bench.map}</h2>
      <svg
        className="byte-map"
        viewBox={`0 0 ${across * size} ${Math.ceil(cells / across) * size}`}
        role="img"
        aria-label={texts.bench.map}
        onPointerLeave={() => onActive(undefined)}
      >
        {Array.from({ length: cells }, (_, cell) => {
          const at = cell * perCell
          const n = records.findIndex(
            ({ offset, length }) => at + perCell > offset && at < offset + length,
          )
          const record = records[n]
          const isActive = record !== undefined && record.offset === active
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
              key={cell}
              className={`byte tone-${n === -1 ? 'none' : n % 6}${isActive ? ' active' : ''}`}
              x={(cell % across) * size}
              y={Math.floor(cell / across) * size}
              width={size - 1}
              height={size - 1}
              onPointerEnter={() => onActive(record?.offset)}
            />
          )
        })}
      </svg>
    </section>
  )
}
