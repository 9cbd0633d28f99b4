/** One approval: what it is about, and its decision. */
import { Button, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Approval } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { ActorName } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { approvals: words, common } = texts

type PaneProps = { readonly of: Approval; readonly onClose: () => void }

export function actionOf({ action }: Approval): string {
  return words.actions[action] ?? action
}

export function ApprovalPane({ of, onClose }: PaneProps): ReactNode {
  const rest = of.subjects.count - of.subjects.first.length
  return (
    <Pane
      title={actionOf(of)}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Pairs
        of={[
          [words.columns.state, words.states[of.state]],
          [words.columns.by, <ActorName key="b" name={of.requestedBy} />],
          [words.columns.until, <Time key="u" at={of.expiresAt} />],
          [words.decidedBy, <OutsideText key="d" text={of.decidedBy} empty={common.empty} />],
          [words.reason, <OutsideText key="r" text={of.reason} empty={common.empty} />],
          ...(of.brokenBy.length === 0
            ? []
            : ([[words.broken, <OutsideText key="o" text={of.brokenBy.join(', ')} />]] as const)),
        ]}
      />
      <section className="stack">
        <h3>{words.subjects}</h3>
        <ul className="plain">
          {of.subjects.first.map(({ id, name }) => (
            <li key={id}>
              <OutsideText text={name} />
            </li>
          ))}
        </ul>
        {rest > 0 && <p className="quiet">{words.others(rest)}</p>}
      </section>
      {of.state === 'pending' && <Decision of={of} onClose={onClose} />}
    </Pane>
  )
}

function Decision({ of, onClose }: PaneProps): ReactNode {
  const may = useMay()
  const [reason, setReason] = useState('')

  async function decide(how: 'approve' | 'reject' | 'cancel', said: string): Promise<void> {
    // The digest is of what is shown: if it is another by now, nothing is approved.
    const given = { digest: of.digest, ...(reason.trim() !== '' && { reason: reason.trim() }) }
    const body = how === 'cancel' ? {} : given
    const path = `${admin}/approvals/${of.id}/${how}`
    if (!(await attempt(() => ask(path, { method: 'POST', body })))) return
    notify({ text: said })
    await entitiesChanged()
    onClose()
  }

  if (of.isOwn)
    return (
      <>
        <p>{words.own}</p>
        <div>
          <Button onClick={() => void decide('cancel', words.cancelled)}>{words.cancel}</Button>
        </div>
      </>
    )
  if (!may('approvals.decide')) return null
  return (
    <>
      <p>{words.next}</p>
      <Field label={words.reason}>
        <Textarea value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
      <div className="row">
        <Button appearance="primary" onClick={() => void decide('approve', words.approved)}>
          {words.approve}
        </Button>
        <Button onClick={() => void decide('reject', words.rejected)}>{words.reject}</Button>
      </div>
    </>
  )
}
