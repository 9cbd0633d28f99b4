/** One webhook: what became of its newest events, and what can be done about it. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type {
  Webhook,
  WebhookDelivery,
  WebhookReplay,
  WebhookSecret,
} from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { ReadSoFar } from '../../look/read-so-far.tsx'
import { Some } from '../../look/some.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { webhooks as words } from '../../texts/webhook-texts.ts'
import { ShownOnce } from '../access/shown-once.tsx'

const { common } = texts

export function WebhookPane({ of, onClose }: { of: Webhook; onClose: () => void }): ReactNode {
  const may = useMay()
  const path = `${admin}/webhooks/${of.id}`
  return (
    <Pane
      title={words.one}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Pairs
        of={[
          [words.columns.url, <OutsideText key="u" text={of.url} />],
          [words.columns.state, words.states[of.state]],
          ...(of.disabledReason === null
            ? []
            : [[words.why, <OutsideText key="r" text={of.disabledReason} />] as const]),
          [words.types, of.eventTypes.includes('*') ? words.everyType : of.eventTypes.join(', ')],
          [words.answeredBy, <OutsideText key="a" text={of.answeredBy} />],
          ...(of.withheld.length === 0 ? [] : [[words.withheld, of.withheld.join(', ')] as const]),
          [words.columns.waiting, String(of.waiting)],
          [words.columns.dead, String(of.dead)],
        ]}
      />
      {of.withheld.length > 0 && <p>{words.withheldText}</p>}
      {of.privateNetwork && <p className="quiet">{words.allowed}</p>}
      {may('webhooks.write') && <Acts of={of} path={path} onClose={onClose} />}
      <Deliveries path={`${path}/deliveries`} />
    </Pane>
  )
}

type ActsProps = { readonly of: Webhook; readonly path: string; readonly onClose: () => void }

function Acts({ of, path, onClose }: ActsProps): ReactNode {
  const [secret, setSecret] = useState<string>()
  const [asks, setAsks] = useState(false)

  async function send(act: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${act}`, { method: 'POST' })))) return
    notify({ text: words.sent })
    await entitiesChanged()
  }

  async function replay(): Promise<void> {
    await attempt(async () => {
      const { replayed } = await ask<WebhookReplay>(`${path}/replay`, { method: 'POST', body: {} })
      notify({ text: words.replayed(replayed) })
      await entitiesChanged()
    })
  }

  async function rotate(): Promise<void> {
    await attempt(async () => {
      const at = `${path}/rotate-secret`
      setSecret((await ask<WebhookSecret>(at, { method: 'POST', body: {} })).secret)
    })
  }

  async function enable(enabled: boolean): Promise<void> {
    await attempt(() => ask(path, { method: 'PATCH', body: { enabled } }))
    await entitiesChanged()
  }

  async function remove(): Promise<void> {
    if (!(await attempt(() => ask(path, { method: 'DELETE' })))) return
    notify({ text: words.removed })
    onClose()
    await entitiesChanged()
  }

  const isOff = of.state === 'disabled'
  return (
    <>
      <div className="row wrap">
        {of.state === 'active' && <Button onClick={() => void send('test')}>{words.test}</Button>}
        {of.state === 'unverified' && (
          <Button onClick={() => void send('verify')}>{words.verify}</Button>
        )}
        {of.dead > 0 && <Button onClick={() => void replay()}>{words.replay}</Button>}
        <Button onClick={() => void rotate()}>{words.rotate}</Button>
        <Button onClick={() => void enable(isOff)}>{isOff ? words.enable : words.disable}</Button>
        <Button onClick={() => setAsks(true)}>{words.remove}</Button>
      </div>
      {secret !== undefined && (
        <ShownOnce title={words.secretTitle} text={common.shownOnce} secret={secret} />
      )}
      {asks && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText}
          act={words.remove}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove()}
        />
      )}
    </>
  )
}

function Deliveries({ path }: { path: string }): ReactNode {
  const query = useLongList<WebhookDelivery>(`${path}?limit=200`, { by: 'cursor' })
  return (
    <section className="stack">
      <h3>{words.deliveries}</h3>
      <Loaded query={query}>
        {(list) => (
          <>
            {list.length === 0 && <p className="quiet">{words.noDeliveries}</p>}
            <Some of={list}>
              {(shown) => (
                <ul className="plain stack">
                  {shown.map((each) => (
                    <li key={each.eventId}>
                      <OutsideText text={each.type} />
                      <div className="quiet small">
                        {words.deliveryStates[each.state]} · {words.attempts(each.attempts)} ·{' '}
                        <Time at={each.createdDateTime} />
                        {each.lastError !== null && (
                          <>
                            {' '}
                            · <OutsideText text={each.lastError} />
                          </>
                        )}
                      </div>
                    </li>
                  ))}
                </ul>
              )}
            </Some>
            <ReadSoFar all={list.length} found={list.length} rest={query.rest} />
          </>
        )}
      </Loaded>
    </section>
  )
}
