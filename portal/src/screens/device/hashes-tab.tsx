/** Every capture of the machine, newest first, with what is different from the one before. */
import type { ReactNode } from 'react'
import type { Device, DeviceHash } from 'taxiway-autopilot/admin'
import { useHashes } from '../../api/device-detail.ts'
import { ActorName } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { devicePage } = texts

export function HashesTab({ device }: { device: Device }): ReactNode {
  const hashes = useHashes(device.id, true)
  return (
    <Loaded query={hashes}>
      {({ value }) =>
        value.length === 0 ? (
          <p className="quiet">{devicePage.noHashes}</p>
        ) : (
          <div className="stack">
            {value.map((hash, i) => (
              <HashCard key={hash.id} hash={hash} n={value.length - i} all={value.length} />
            ))}
          </div>
        )
      }
    </Loaded>
  )
}

function HashCard({ hash, n, all }: { hash: DeviceHash; n: number; all: number }): ReactNode {
  const { file, line } = hash
  const from = file === null || line === null ? null : devicePage.line(file, line)
  return (
    <section className="card stack">
      <h2>{devicePage.hashCard(n, all)}</h2>
      <Pairs
        of={[
          [devicePage.accepted, <Time key="a" at={hash.acceptedDateTime} />],
          [devicePage.by, <ActorName key="b" name={hash.by} />],
          [devicePage.from, <OutsideText key="f" text={from} />],
        ]}
      />
      {n === 1 ? <p className="quiet">{devicePage.firstCapture}</p> : <Changes of={hash.changes} />}
      {hash.findings.map(({ code, message }) => (
        <p key={code} className="bar warning">
          {message}
        </p>
      ))}
    </section>
  )
}

function Changes({ of }: { of: DeviceHash['changes'] }): ReactNode {
  if (of.length === 0) return <p className="quiet">{devicePage.noChanges}</p>
  return (
    <div className="scroll">
      <h3>{devicePage.changes}</h3>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{devicePage.field}</th>
            <th scope="col">{devicePage.before}</th>
            <th scope="col">{devicePage.after}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((change) => (
            <tr key={change.field}>
              <th scope="row">
                {change.field}
                <div className="quiet small">
                  {devicePage.binding[change.binding] ?? change.binding}
                </div>
              </th>
              <td>
                <OutsideText text={asText(change.before)} />
              </td>
              <td>
                <OutsideText text={asText(change.after)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
