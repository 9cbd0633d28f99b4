/** One case: the imported row and the device it may be, and the decision. */
import { Button, Radio, RadioGroup } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Conflict, ConflictDecision } from 'taxiway-autopilot/admin'
import { Link, useLocation, useParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useKeys } from '../../act/use-keys.ts'
import { admin, ask } from '../../api/ask.ts'
import { useDevice } from '../../api/device-detail.ts'
import { entitiesChanged, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { Evidence } from './evidence.tsx'

const { conflicts, deviceFields, deviceList, devicePage } = texts
type Decision = ConflictDecision['decision']

export function ConflictScreen(): ReactNode {
  const { id = '' } = useParams()
  const conflict = useEntity<Conflict>(`${admin}/conflicts/${id}`)
  return <Loaded query={conflict}>{(data) => <Case key={id} of={data} />}</Loaded>
}

function Case({ of }: { of: Conflict }): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const known = of.candidates.filter((each) => each !== null)
  const [chosen, setChosen] = useState(known[0] ?? '')
  const isOpen = of.state === 'open' && may('identity.decide')

  async function decide(decision: Decision): Promise<void> {
    const isDone = await attempt(() =>
      ask(`${admin}/conflicts/${of.id}/decide`, {
        method: 'POST',
        body: { decision, ...(decision === 'same' && chosen !== '' && { deviceId: chosen }) },
      }),
    )
    if (!isDone) return
    notify({ text: conflicts.decided[decision] })
    await entitiesChanged()
    await queryClient.invalidateQueries({ queryKey: ['conflicts'] })
    navigate('/conflicts')
  }

  useKeys((key) => {
    const decision = isOpen
      ? ({ '1': 'same', '2': 'different', '3': 'reject' } as const)[key]
      : undefined
    return decision === undefined ? undefined : () => void decide(decision)
  })

  return (
    <Page title={conflicts.one}>
      <p className="bar info">
        <OutsideText text={of.sentence} />
      </p>
      <div className="cards">
        <section className="card">
          <h2>{conflicts.row}</h2>
          <Pairs
            of={[
              [
                deviceFields.serialNumber,
                <OutsideText key="s" text={of.serialNumber} empty={deviceList.noSerial} />,
              ],
              [conflicts.columns.since, <Time key="t" at={of.createdDateTime} />],
            ]}
          />
        </section>
        <section className="card stack">
          <h2>{conflicts.have}</h2>
          {known.length > 1 && (
            <RadioGroup
              value={chosen}
              aria-label={conflicts.choose}
              onChange={(_, { value }) => setChosen(value)}
            >
              {known.map((id) => (
                <Radio key={id} value={id} label={id} />
              ))}
            </RadioGroup>
          )}
          {chosen === '' ? <p className="quiet">{conflicts.foreign}</p> : <Candidate id={chosen} />}
        </section>
      </div>
      {chosen !== '' && <Evidence conflict={of.id} device={chosen} />}
      {of.state !== 'open' && <p className="bar">{conflicts.already(of.decidedBy ?? '')}</p>}
      {isOpen && (
        <div className="row wrap decide">
          <Button appearance="primary" disabled={chosen === ''} onClick={() => void decide('same')}>
            {conflicts.same}
          </Button>
          <Button onClick={() => void decide('different')}>{conflicts.other}</Button>
          <Button onClick={() => void decide('reject')}>{conflicts.reject}</Button>
          <Button appearance="subtle" onClick={() => navigate('/conflicts')}>
            {conflicts.notNow}
          </Button>
        </div>
      )}
    </Page>
  )
}

function Candidate({ id }: { id: string }): ReactNode {
  const device = useDevice(id)
  return (
    <Loaded query={device}>
      {(data) => (
        <Pairs
          of={[
            [
              deviceFields.serialNumber,
              <Link key="s" className="link" href={`/devices/${id}`}>
                <OutsideText text={data.serialNumber} empty={deviceList.noSerial} />
              </Link>,
            ],
            [deviceFields.manufacturer, <OutsideText key="m" text={data.manufacturer} />],
            [deviceFields.model, <OutsideText key="o" text={data.model} />],
            [deviceFields.groupTag, <OutsideText key="g" text={data.groupTag} />],
            [deviceFields.registeredDateTime, <Time key="r" at={data.registeredDateTime} />],
            [deviceFields.claimLevel, devicePage.claim(data.claimLevel)],
          ]}
        />
      )}
    </Loaded>
  )
}
