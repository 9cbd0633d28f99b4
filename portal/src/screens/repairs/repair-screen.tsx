/** One case: what is known, what can be done now, both captures side by side, and the history. */
import type { ReactNode } from 'react'
import { repairScenarios } from 'taxiway-autopilot'
import type { RepairCaseDetail } from 'taxiway-autopilot/admin'
import { Link, useParams } from 'wouter'
import { admin } from '../../api/ask.ts'
import { useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { ActorName } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded, NoPermission } from '../../look/states.tsx'
import { Status } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { repairs as words } from '../../texts/repair-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Comparison } from './comparison.tsx'
import { NextStep } from './next-step.tsx'

const { common } = texts

export function RepairScreen(): ReactNode {
  const { id = '' } = useParams()
  const may = useMay()
  const query = useEntity<RepairCaseDetail>(`${admin}/repair-cases/${id}`, may('repairs.read'))
  if (!may('repairs.read')) return <NoPermission />
  return <Loaded query={query}>{(data) => <Case key={`${id} ${data.state}`} of={data} />}</Loaded>
}

function Case({ of }: { of: RepairCaseDetail }): ReactNode {
  const may = useMay()
  return (
    <Page title={words.one(of.serialNumber)} aside={<State of={of} />}>
      <div className="cards">
        <About of={of} />
        {may('repairs.write') && of.acts.length > 0 && <NextStep of={of} />}
      </div>
      {of.verdict !== null && <Comparison of={of.verdict} />}
      <History of={of} />
    </Page>
  )
}

function State({ of }: { of: RepairCaseDetail }): ReactNode {
  const isLate = of.isOverdue && of.respondedDateTime === null && of.closedDateTime === null
  return (
    <Status tone={isLate ? 'bad' : 'busy'}>
      {isLate ? `${words.states[of.state]} · ${words.overdue}` : words.states[of.state]}
    </Status>
  )
}

function About({ of }: { of: RepairCaseDetail }): ReactNode {
  const { vendor, certificate, scenario } = of
  return (
    <section className="card stack">
      <h2>{words.device}</h2>
      <Pairs
        of={[
          [
            words.serial,
            <Link key="s" className="link" href={`/devices/${of.registrationId}`}>
              <OutsideText text={of.serialNumber} />
            </Link>,
          ],
          [words.number, of.number],
          [words.problem, <OutsideText key="p" text={of.problem.summary} />],
          [words.openedBy, <ActorName key="o" name={of.openedBy} />],
          [
            of.respondedDateTime === null ? words.answerBy : words.answered,
            <Time key="t" at={of.respondedDateTime ?? of.respondBy} />,
          ],
          [words.warranty, words.warranties[of.warranty.status]],
          [words.vendor, <OutsideText key="v" text={vendor?.name ?? ''} empty={common.empty} />],
          [
            words.reference,
            <OutsideText key="r" text={vendor?.reference ?? ''} empty={common.empty} />,
          ],
          [words.scenario, scenario === null ? common.empty : repairScenarios[scenario].title],
        ]}
      />
      {certificate !== null && (
        <a className="link" href={`/verify/${certificate.id}`} target="_blank" rel="noreferrer">
          {words.certificate}
        </a>
      )}
    </section>
  )
}

function History({ of }: { of: RepairCaseDetail }): ReactNode {
  return (
    <section className="card">
      <h2>{words.history}</h2>
      <ol className="plain stack">
        {of.history.map(({ at, by, what, text }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end.
          <li key={n}>
            <div>
              <ActorName name={by} />
              {': '}
              <OutsideText text={what} />{' '}
              <span className="quiet small">
                <Time at={at} />
              </span>
            </div>
            {text !== null && <OutsideText text={text} />}
          </li>
        ))}
      </ol>
    </section>
  )
}
