/** One dispute: both claims as far as this person may see them, who was notified, and how it can end. */
import type { ReactNode } from 'react'
import type { Device, DisputeView } from 'taxiway-autopilot/admin'
import { Link, useParams } from 'wouter'
import { useDevice } from '../../api/device-detail.ts'
import { useDisputes } from '../../api/dispute-list.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { type Pair, Pairs } from '../../look/pairs.tsx'
import { Bones, Empty, Loaded } from '../../look/states.tsx'
import { Status } from '../../look/status.tsx'
import { dayOf, Time } from '../../look/time.tsx'
import { disputes as words } from '../../texts/dispute-texts.ts'
import { texts } from '../../texts/texts.ts'
import { DisputeActs } from './dispute-acts.tsx'

const { deviceFields, deviceList } = texts

export function DisputeScreen(): ReactNode {
  const { id = '' } = useParams()
  const query = useDisputes()
  return (
    <Loaded query={query}>
      {(all) => {
        const found = all.find((each) => each.id === id)
        if (found !== undefined) return <Opened key={id} of={found} />
        if (query.rest === 'coming') return <Bones />
        return <Empty picture="windsock" title={texts.common.gone} text={words.gone} />
      }}
    </Loaded>
  )
}

function Opened({ of }: { of: DisputeView }): ReactNode {
  const { side, state, serialNumber, dueDateTime, decisionReason } = of
  return (
    <Page
      title={words.one(serialNumber || words.noSerial)}
      aside={
        <Status tone={state === 'open' || state === 'contested' ? 'busy' : 'idle'}>
          {words.states[state]}
        </Status>
      }
    >
      <div className="bar info">
        <div className="said">
          <p>{words.summaries[side]}</p>
          <p>{words.next(state, dayOf(dueDateTime))}</p>
        </div>
      </div>
      <div className="cards">
        <Registration of={of} />
        <Proof of={of} />
      </div>
      {decisionReason !== null && (
        <section className="card">
          <h2>{words.decisionReason}</h2>
          <p>
            <OutsideText text={decisionReason} />
          </p>
        </section>
      )}
      <DisputeActs of={of} />
      <Notified of={of} />
    </Page>
  )
}

function Registration({ of }: { of: DisputeView }): ReactNode {
  const { side, deviceId, reason } = of
  return (
    <section className="card stack">
      <h2>{words.registration}</h2>
      {deviceId === null ? (
        <Pairs
          of={[
            [words.heldBy, side === 'holder' ? words.you : words.another],
            [words.claim, words.byHash],
          ]}
        />
      ) : (
        <OwnDevice id={deviceId} />
      )}
      {reason !== null && (
        <p>
          <strong>{words.objection}:</strong> <OutsideText text={reason} />
        </p>
      )}
    </section>
  )
}

/** As it is now; after its release it no longer exists. */
function OwnDevice({ id }: { id: string }): ReactNode {
  const { data } = useDevice(id)
  return (
    <Pairs
      of={[
        [words.heldBy, words.you],
        [words.claim, words.byHash],
        ...(data === undefined ? [] : factsOf(data)),
      ]}
    />
  )
}

function factsOf(device: Device): readonly Pair[] {
  const { id, serialNumber, manufacturer, model, groupTag } = device
  return [
    [
      deviceFields.serialNumber,
      <Link key="s" className="link" href={`/devices/${id}`}>
        <OutsideText text={serialNumber} empty={deviceList.noSerial} />
      </Link>,
    ],
    [deviceFields.manufacturer, <OutsideText key="m" text={manufacturer} />],
    [deviceFields.model, <OutsideText key="o" text={model} />],
    [deviceFields.groupTag, <OutsideText key="g" text={groupTag} />],
    [deviceFields.registeredDateTime, <Time key="r" at={device.registeredDateTime} />],
    [deviceFields.lastContactedDateTime, <Time key="l" at={device.lastContactedDateTime} />],
  ]
}

function Proof({ of }: { of: DisputeView }): ReactNode {
  const { side, serialNumber, keyDigest, openedDateTime, decidedDateTime } = of
  return (
    <section className="card stack">
      <h2>{words.proof}</h2>
      <Pairs
        of={[
          [words.provedFor, side === 'claimant' ? words.you : words.another],
          [
            deviceFields.serialNumber,
            <OutsideText key="s" text={serialNumber} empty={deviceList.noSerial} />,
          ],
          [
            words.key,
            <span key="k" className="mono small" title={words.keyHint}>
              {keyDigest}
            </span>,
          ],
          [words.openedAt, <Time key="t" at={openedDateTime} />],
          ...(decidedDateTime === null
            ? []
            : [[words.decidedAt, <Time key="d" at={decidedDateTime} />] as const]),
        ]}
      />
    </section>
  )
}

function Notified({ of: { id, state } }: { of: DisputeView }): ReactNode {
  const may = useMay()
  const ended = words.notifiedEnded[state]
  return (
    <section className="card">
      <h2>{words.notified}</h2>
      <ul className="plain">
        <li>{words.notifiedOpened}</li>
        {ended !== undefined && <li>{ended}</li>}
        <li>{words.names}</li>
      </ul>
      {may('audit.read') && (
        <p>
          <Link className="link" href={`/audit?resource=${id}`}>
            {words.trail}
          </Link>
        </p>
      )}
    </section>
  )
}
