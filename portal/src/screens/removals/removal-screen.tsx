/** One removal plan: what it will do, what is lost, how far it is, and the way back. */
import { Button } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { RemovalPlan } from 'taxiway-autopilot/admin'
import { Link, useParams } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { admin, ask, askVersioned } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { ActorName } from '../../look/actor.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Bones, Loaded, NoPermission } from '../../look/states.tsx'
import { Status } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { RemovalDevices } from './removal-devices.tsx'
import { tones } from './tones.ts'

const { removals: words, common } = texts

type Act = 'run' | 'cancel' | 'undo'

/** While the server works on it, it is read again. */
const workedOn: readonly RemovalPlan['state'][] = ['running', 'undoing']

export function RemovalScreen(): ReactNode {
  const { id = '' } = useParams()
  const may = useMay()
  const path = `${admin}/removal-plans/${encodeURIComponent(id)}`
  const query = useQuery({
    queryKey: ['entities', path],
    queryFn: ({ signal }) => askVersioned<RemovalPlan>(path, { signal }),
    enabled: may('removals.read'),
    refetchInterval: ({ state }) =>
      state.data !== undefined && workedOn.includes(state.data.value.state) ? 1_000 : false,
  })
  if (!may('removals.read')) return <NoPermission />
  return (
    <Loaded
      query={query}
      bones={
        <Page title={words.title}>
          <Bones />
        </Page>
      }
    >
      {({ value, version }) => (
        <Plan plan={value} version={version} path={path} refetch={query.refetch} />
      )}
    </Loaded>
  )
}

type PlanProps = {
  readonly plan: RemovalPlan
  readonly version: string | undefined
  /** Of the plan, at the server. */
  readonly path: string
  readonly refetch: () => Promise<unknown>
}

function Plan({ plan, version, path, refetch }: PlanProps): ReactNode {
  const [asks, setAsks] = useState<Act>()

  async function act(how: Act): Promise<void> {
    const headers = version === undefined ? {} : { 'if-match': version }
    await attempt(() => ask(`${path}/${how}`, { method: 'POST', body: {}, headers }))
    await refetch()
    await entitiesChanged()
  }

  async function leaveOut(): Promise<void> {
    const ids = plan.devices.flatMap((each) =>
      each.state === 'pending' && each.id !== null ? [each.id] : [],
    )
    await attempt(() => ask(path, { method: 'PATCH', body: { select: { ids } } }))
    await refetch()
  }

  return (
    <Page
      title={words.planOf(plan.counts.all)}
      above={
        <Link className="link" href="/removals">
          {words.title}
        </Link>
      }
      aside={<PlanActs plan={plan} onAct={setAsks} onLeaveOut={() => void leaveOut()} />}
    >
      <div className="stack">
        <p role="status">
          <Status tone={tones[plan.state]}>
            <strong>{words.states[plan.state]}</strong>
          </Status>{' '}
          {words.stateTexts[plan.state]}
        </p>
        {plan.state === 'awaitingApproval' && (
          <Link className="link" href="/approvals">
            {words.toApprovals}
          </Link>
        )}
        <section className="card whole">
          <Pairs
            of={[
              [words.order, plan.orderFrom.title],
              [words.source, `${plan.orderFrom.source} [${plan.orderFrom.grade}]`],
              [words.act, words.acts[plan.act]],
              [words.reason, <OutsideText key="r" text={plan.reason} empty={common.empty} />],
              [words.by, <ActorName key="b" name={plan.createdBy} />],
              [
                words.undoUntil,
                plan.undoUntil === null ? common.empty : <Time key="u" at={plan.undoUntil} />,
              ],
            ]}
          />
        </section>
        <section className="card stack">
          <h2>{words.lost}</h2>
          <ul>
            {plan.warnings.map(({ code, message }) => (
              <li key={code}>{message}</li>
            ))}
          </ul>
        </section>
        <RemovalDevices plan={plan} />
      </div>
      {asks !== undefined && (
        <Confirm
          title={words.asks[asks](plan.counts.all)}
          text={words.askTexts[asks === 'run' ? plan.act : asks]}
          act={words.acting[asks]}
          onClose={() => setAsks(undefined)}
          onConfirm={() => void act(asks)}
        />
      )}
    </Page>
  )
}

function PlanActs({
  plan,
  onAct,
  onLeaveOut,
}: {
  plan: RemovalPlan
  onAct: (act: Act) => void
  onLeaveOut: () => void
}): ReactNode {
  const may = useMay()
  const { state, counts, undoUntil } = plan
  const isOpen = ['ready', 'ambiguous', 'awaitingApproval', 'running'].includes(state)
  return (
    <div className="row wrap">
      {state === 'ambiguous' && counts.pending > 0 && may('removals.plan') && (
        <Button onClick={onLeaveOut}>{words.leaveOut(counts.blocked)}</Button>
      )}
      {state === 'ready' && may('removals.run') && (
        <Button appearance="primary" onClick={() => onAct('run')}>
          {words.acting.run}
        </Button>
      )}
      {isOpen && may('removals.run') && (
        <Button onClick={() => onAct('cancel')}>{words.acting.cancel}</Button>
      )}
      {undoUntil !== null && may('removals.run') && (
        <Button onClick={() => onAct('undo')}>{words.acting.undo}</Button>
      )}
    </div>
  )
}
