/** The registration, and what the newest hash says of the machine. */
import type { ReactNode } from 'react'
import type { Device, DeviceHash } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { useHashes } from '../../api/device-detail.ts'
import { useImport } from '../../api/imports.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { EnrollmentStatus } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { factsOf } from './hash-facts.ts'
import { RecordCard } from './record-card.tsx'

const { devicePage, deviceFields } = texts

export function IdentityTab({ device }: { device: Device }): ReactNode {
  const may = useMay()
  return (
    <div className="cards">
      <section className="card">
        <h2>{devicePage.registration}</h2>
        {device.conflictId !== null && (
          <p className="bar warning">
            <span className="grow">{devicePage.conflict}</span>
            <Link className="link" href={`/conflicts/${device.conflictId}`}>
              {devicePage.conflictLink}
            </Link>
          </p>
        )}
        <Pairs of={pairsOf(device)} />
      </section>
      <section className="card">
        <h2>{devicePage.says}</h2>
        {may('hashes.read') ? (
          <Newest id={device.id} />
        ) : (
          <p className="quiet">{devicePage.mayNotSee}</p>
        )}
      </section>
      <RecordCard id={device.id} />
    </div>
  )
}

function pairsOf(device: Device) {
  return [
    [deviceFields.serialNumber, <OutsideText key="s" text={device.serialNumber} />],
    [deviceFields.manufacturer, <OutsideText key="m" text={device.manufacturer} />],
    [deviceFields.model, <OutsideText key="o" text={device.model} />],
    [deviceFields.groupTag, <OutsideText key="g" text={device.groupTag} />],
    [deviceFields.userPrincipalName, <OutsideText key="u" text={device.userPrincipalName} />],
    [deviceFields.displayName, <OutsideText key="d" text={device.displayName} />],
    [
      deviceFields.purchaseOrderIdentifier,
      <OutsideText key="p" text={device.purchaseOrderIdentifier} />,
    ],
    [deviceFields.enrollmentState, <EnrollmentStatus key="e" state={device.enrollmentState} />],
    [deviceFields.registeredDateTime, <Time key="r" at={device.registeredDateTime} />],
    [deviceFields.lastContactedDateTime, <Time key="l" at={device.lastContactedDateTime} />],
    [
      deviceFields.claimLevel,
      <span key="c" title={devicePage.claimMeans}>
        {devicePage.claim(device.claimLevel)}
      </span>,
    ],
    ...(device.importId === null
      ? []
      : [[devicePage.import, <ImportLink key="i" id={device.importId} />] as const]),
    [
      devicePage.id,
      <span key="id" className="mono">
        {device.id}
      </span>,
    ],
  ] as const
}

/** By the name it was sent with, for people who may see imports. */
function ImportLink({ id }: { id: string }): ReactNode {
  const may = useMay()
  const { data } = useImport(id, may('imports.read'))
  return (
    <Link className="link" href={`/imports/${encodeURIComponent(id)}`}>
      <OutsideText text={data?.label ?? id} />
    </Link>
  )
}

function Newest({ id }: { id: string }): ReactNode {
  const hashes = useHashes(id, true)
  return (
    <Loaded query={hashes}>
      {({ value: [newest] }) =>
        newest === undefined ? (
          <p className="quiet">{devicePage.noHashes}</p>
        ) : (
          <Facts hash={newest} />
        )
      }
    </Loaded>
  )
}

function Facts({ hash }: { hash: DeviceHash }): ReactNode {
  return (
    <div className="stack">
      {factsOf(hash.decoded).map(({ binding, facts }) => (
        <div key={binding}>
          <h3>{devicePage.binding[binding] ?? binding}</h3>
          <Pairs
            of={facts.map(
              ({ name, value }) => [name, <OutsideText key={name} text={value} />] as const,
            )}
          />
        </div>
      ))}
      {hash.findings.length > 0 && (
        <ul className="plain">
          {hash.findings.map(({ code, message }) => (
            <li key={code} className="bar warning">
              {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
