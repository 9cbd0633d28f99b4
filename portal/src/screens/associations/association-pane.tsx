/** One association: what its state means, and how it ends. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { AssociationView } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { ActorName } from '../../look/actor.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { associations: words, common } = texts

type Props = { readonly of: AssociationView; readonly onClose: () => void }

export function AssociationPane({ of, onClose }: Props): ReactNode {
  const may = useMay()
  const holdsMarker = of.state === 'pendingRemoval' || of.state === 'stale'
  return (
    <Pane
      title={of.serialNumber || words.title}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Pairs
        of={[
          [words.columns.state, words.states[of.state] ?? of.state],
          [
            words.columns.model,
            <OutsideText
              key="m"
              text={`${of.manufacturer} ${of.model}`.trim()}
              empty={common.empty}
            />,
          ],
          [words.columns.policy, <OutsideText key="p" text={of.policyId} empty={common.empty} />],
          [words.columns.by, <ActorName key="b" name={of.preassociatedBy} />],
          [words.columns.since, <Time key="s" at={of.preassociatedDateTime} />],
          [words.columns.associated, <Time key="a" at={of.associatedDateTime} />],
          ...(of.dropsDateTime === null
            ? []
            : [[words.columns.drops, <Time key="d" at={of.dropsDateTime} />] as const]),
        ]}
      />
      <p>{words.meanings[of.state]}</p>
      {holdsMarker && (
        <section className="card stack">
          <h3>{words.markerTitle}</h3>
          <p>{words.markerText}</p>
          <code className="code">{words.markerScript}</code>
        </section>
      )}
      {may('associated-devices.delete') && <Acts of={of} onClose={onClose} />}
    </Pane>
  )
}

function Acts({ of: { id, state }, onClose }: Props): ReactNode {
  const [asks, setAsks] = useState(false)

  async function act(name: 'remove' | 'confirm-removed', said: string): Promise<void> {
    const path = `${admin}/associations/${id}/${name}`
    if (!(await attempt(() => ask(path, { method: 'POST', body: {} })))) return
    notify({ text: said })
    await entitiesChanged()
    onClose()
  }

  return (
    <div className="row wrap">
      {state === 'pendingRemoval' ? (
        <Button onClick={() => void act('confirm-removed', words.confirmed)}>
          {words.confirm}
        </Button>
      ) : (
        <Button onClick={() => setAsks(true)}>{words.remove}</Button>
      )}
      {asks && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText}
          act={words.remove}
          onClose={() => setAsks(false)}
          onConfirm={() => void act('remove', words.removed)}
        />
      )}
    </div>
  )
}
