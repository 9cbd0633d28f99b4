/** Somebody else saved first: both values, and the choice. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Device } from 'taxiway-autopilot/admin'
import type { DeviceEdit } from '../../../api/device-acts.ts'
import { OutsideText } from '../../../look/outside-text.tsx'
import { texts } from '../../../texts/texts.ts'

export type ChangedProps = {
  readonly mine: DeviceEdit
  readonly theirs: Device
  readonly onMine: () => void
  readonly onTheirs: () => void
}

const { common, deviceFields } = texts
const fields = ['displayName', 'groupTag', 'userPrincipalName'] as const

export function Changed({ mine, theirs, onMine, onTheirs }: ChangedProps): ReactNode {
  const different = fields.filter((field) => mine[field] !== theirs[field])
  return (
    <section className="card" role="alert">
      <h2>{common.conflictTitle}</h2>
      <p>{common.conflictText}</p>
      <table className="table">
        <thead>
          <tr>
            <td />
            <th scope="col">{common.yours}</th>
            <th scope="col">{common.theirs}</th>
          </tr>
        </thead>
        <tbody>
          {different.map((field) => (
            <tr key={field}>
              <th scope="row">{deviceFields[field]}</th>
              <td>
                <OutsideText text={mine[field]} />
              </td>
              <td>
                <OutsideText text={theirs[field]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row">
        <Button size="small" onClick={onMine}>
          {common.keepMine}
        </Button>
        <Button size="small" onClick={onTheirs}>
          {common.takeTheirs}
        </Button>
      </div>
    </section>
  )
}
