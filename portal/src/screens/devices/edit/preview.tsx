/** What a bulk change would do, before it does it. */
import type { ReactNode } from 'react'
import type { Job, JobRow } from 'taxiway-autopilot/admin'
import { OutsideText } from '../../../look/outside-text.tsx'
import { texts } from '../../../texts/texts.ts'

const { deviceEdit, deviceFields, deviceList } = texts
/** More rows than this nobody reads. */
const shown = 20

export function Preview({ job, rows }: { job: Job; rows: readonly JobRow[] }): ReactNode {
  return (
    <>
      <p className="bar info" role="status">
        {job.counts.changed === 0 ? deviceEdit.nothing : deviceEdit.summary(job.counts)}
      </p>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{deviceFields.serialNumber}</th>
              <th scope="col">{deviceEdit.old}</th>
              <th scope="col">{deviceEdit.new}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <tr key={row.deviceId}>
                <td>
                  <OutsideText text={row.serialNumber} empty={deviceList.noSerial} />
                </td>
                <td>
                  <Values of={row.before} />
                </td>
                <td>
                  <Outcome of={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Outcome({ of: { state, reason, after } }: { of: JobRow }): ReactNode {
  if (reason !== null && state !== 'changed') return <OutsideText text={reason} />
  if (state === 'unchanged') return <span className="quiet">{deviceEdit.alreadySo}</span>
  return (
    <>
      <Values of={after} />
      {reason !== null && <OutsideText text={reason} />}
    </>
  )
}

function Values({ of }: { of: JobRow['before'] }): ReactNode {
  return Object.entries(of ?? {}).map(([field, value]) => (
    <div key={field}>
      <OutsideText text={value} />
    </div>
  ))
}
