/** Two hashes against each other: is it the same board, and what is different. */
import { type ReactNode, useMemo } from 'react'
import { type DecodedHash, diffHardwareHashes } from 'taxiway-hardware-hash'
import { OutsideText } from '../../look/outside-text.tsx'
import { texts } from '../../texts/texts.ts'
import { wordsOf } from './record-table.tsx'

const { bench, devicePage } = texts
const groups = ['board', 'movable', 'generation'] as const

export function Compared({ a, b }: { a: DecodedHash; b: DecodedHash }): ReactNode {
  const differences = useMemo(() => diffHardwareHashes(a, b), [a, b])
  const ofBoard = differences.filter(({ group }) => group === 'board').length
  return (
    <section className="card stack">
      <h2>{bench.differences}</h2>
      <p className="bar info" role="status">
        {ofBoard === 0 ? bench.verdictSame : bench.verdictOther(ofBoard)}
      </p>
      {differences.length === 0 && <p>{bench.same}</p>}
      {groups.map((group) => {
        const some = differences.filter((each) => each.group === group)
        if (some.length === 0) return null
        return (
          <div key={group} className="scroll">
            <h3>{bench.groups[group]}</h3>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{devicePage.field}</th>
                  <th scope="col">{bench.a}</th>
                  <th scope="col">{bench.b}</th>
                </tr>
              </thead>
              <tbody>
                {some.map((each) => (
                  <tr key={each.field}>
                    <th scope="row">{each.field}</th>
                    <td className="mono">
                      <OutsideText text={wordsOf(each.a)} />
                    </td>
                    <td className="mono">
                      <OutsideText text={wordsOf(each.b)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      })}
    </section>
  )
}
