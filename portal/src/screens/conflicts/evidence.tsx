/** What agrees and what differs between the row and the device, by how much it says. */
import type { ReactNode } from 'react'
import type { HashCandidate, HashEvidence, HashMatch } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useEntity } from '../../api/entities.ts'
import { Status, type Tone } from '../../look/status.tsx'
import { texts } from '../../texts/texts.ts'

const { conflicts } = texts
const tones: Readonly<Record<string, Tone>> = { agrees: 'good', disagrees: 'bad' }
const bindings = ['board', 'movable', 'contrast']

export function Evidence({ conflict, device }: { conflict: string; device: string }): ReactNode {
  const match = useEntity<HashMatch>(`${admin}/conflicts/${conflict}/evidence`)
  const candidate = match.data?.candidates.find(({ deviceId }) => deviceId === device)
  // The hash of a row that was decided long ago is gone, so there is nothing to show.
  if (candidate === undefined || candidate.evidence.length === 0) return null
  return <Compared of={candidate} />
}

function Compared({ of }: { of: HashCandidate }): ReactNode {
  const shown = of.evidence.toSorted(
    (a, b) => bindings.indexOf(a.binding) - bindings.indexOf(b.binding) || b.bits - a.bits,
  )
  return (
    <section className="card">
      <h2>{conflicts.evidence}</h2>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{conflicts.field}</th>
              <th scope="col">{conflicts.comparison}</th>
              <th scope="col">{conflicts.weight}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <Line key={`${each.binding} ${each.field}`} of={each} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet small">{conflicts.weightHint}</p>
    </section>
  )
}

function Line({ of: { field, relation, binding, bits, veto } }: { of: HashEvidence }): ReactNode {
  return (
    <tr>
      <th scope="row">
        {conflicts.fields[field] ?? field}
        <div className="quiet small">{conflicts.bindings[binding] ?? binding}</div>
      </th>
      <td>
        <Status tone={tones[relation] ?? 'idle'}>
          {conflicts.relations[relation] ?? relation}
        </Status>
      </td>
      <td>{veto ? conflicts.decides : conflicts.bits(bits)}</td>
    </tr>
  )
}
