/** Charts that are tables: each line a label, a bar and its number, so that nobody needs to see the bar. */
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { number, percent } from '../texts/numbers.ts'
import { texts } from '../texts/texts.ts'
import { OutsideText } from './outside-text.tsx'

export type BarLine = {
  readonly key: string
  readonly label: string
  readonly count: number
  readonly href?: string
}

export type BarsProps = {
  readonly name: string
  readonly lines: readonly BarLine[]
  /** What a share is a share of. */
  readonly all: number
}

export function BarTable({ name, lines, all }: BarsProps): ReactNode {
  const longest = Math.max(1, ...lines.map(({ count }) => count))
  const { columns } = texts.overview
  return (
    <table className="charts">
      <caption className="hidden-text">{name}</caption>
      <colgroup>
        <col className="label" />
        <col />
        <col className="count" />
        <col className="share" />
      </colgroup>
      <thead className="hidden-text">
        <tr>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.bar}</th>
          <th scope="col">{columns.count}</th>
          <th scope="col">{columns.share}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <td className="label">
              {line.href === undefined ? (
                <OutsideText text={line.label} />
              ) : (
                <Link href={line.href} className="link">
                  <OutsideText text={line.label} />
                </Link>
              )}
            </td>
            <td>
              <Bar share={line.count / longest} />
            </td>
            <td className="count">{number(line.count)}</td>
            <td className="share">{percent(line.count, all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Bar({ share }: { share: number }): ReactNode {
  return (
    <svg height="10" aria-hidden="true">
      <rect className="chart-rest" width="100%" height="10" rx="2" />
      <rect
        className="chart-bar"
        width={`${Math.max(share * 100, share > 0 ? 0.5 : 0)}%`}
        height="10"
        rx="2"
      />
    </svg>
  )
}

/** A line over time with its ground filled; the numbers are in the label. */
export function Area({ values, label }: { values: readonly number[]; label: string }): ReactNode {
  const [width, height] = [600, 120]
  const top = Math.max(1, ...values)
  const points = values.map((value, i) => {
    const x = values.length === 1 ? width : (i / (values.length - 1)) * width
    return `${x.toFixed(1)},${(height - 4 - (value / top) * (height - 12)).toFixed(1)}`
  })
  return (
    <svg
      className="area"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      height={height}
      role="img"
      aria-label={label}
    >
      {points.length > 0 && (
        <>
          <path className="area-fill" d={`M0,${height}L${points.join('L')}L${width},${height}z`} />
          <path className="area-line" d={`M${points.join('L')}`} />
        </>
      )}
    </svg>
  )
}
