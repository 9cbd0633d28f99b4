/** Both captures side by side, and what follows. */
import type { ReactNode } from 'react'
import type { RepairComparison } from 'taxiway-autopilot/admin'
import { OutsideText } from '../../look/outside-text.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { repairs as words } from '../../texts/repair-texts.ts'
import { texts } from '../../texts/texts.ts'

const { conflicts, common } = texts

const tones: Readonly<Record<string, Tone>> = { agrees: 'good', disagrees: 'bad' }
const bars: Readonly<Record<RepairComparison['kind'], string>> = {
  sameDevice: 'bar info',
  boardReplaced: 'bar info',
  otherDevice: 'bar info',
  donorBound: 'bar danger',
  noBiosTool: 'bar danger',
  ambiguous: 'bar warning',
}

export function Comparison({ of }: { of: RepairComparison }): ReactNode {
  const shown = of.evidence.filter(({ before, after }) => before.length + after.length > 0)
  return (
    <section className="card stack">
      <h2>{words.compared}</h2>
      <p className={bars[of.kind]} role="status">
        <strong>{words.verdicts[of.kind]}.</strong> {of.means} {of.next}
      </p>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.relation}</th>
              <th scope="col">{words.before}</th>
              <th scope="col">{words.after}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ field, relation, before, after }) => (
              <tr key={field}>
                <th scope="row">{conflicts.fields[field] ?? field}</th>
                <td>
                  <Status tone={tones[relation] ?? 'idle'}>
                    {conflicts.relations[relation] ?? relation}
                  </Status>
                </td>
                <td>
                  <OutsideText text={before.join(' ')} empty={common.empty} />
                </td>
                <td>
                  <OutsideText text={after.join(' ')} empty={common.empty} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
