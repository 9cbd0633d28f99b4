/** The first step of a removal: in which order, and whether the devices stay reserved. Nothing happens yet. */
import { Field, Input, Radio, RadioGroup, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import {
  type RemovalOrder,
  type RemovalPreparation,
  removalOrderNames,
  removalOrders,
} from 'taxiway-autopilot'
import type { RemovalPlan, RemovalRequest } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { attempt } from '../../../act/run-act.ts'
import { admin, ask } from '../../../api/ask.ts'
import { entitiesChanged } from '../../../api/entities.ts'
import { Pane } from '../../../look/pane.tsx'
import { PaneFooter } from '../../../look/pane-footer.tsx'
import { texts } from '../../../texts/texts.ts'
import type { Chosen } from '../context.ts'

const { removals: words, common } = texts

export function PlanPane({ chosen, onClose }: { chosen: Chosen; onClose: () => void }): ReactNode {
  const [order, setOrder] = useState<RemovalOrder>('intune-autopilot')
  const [prepare, setPrepare] = useState<RemovalPreparation>('none')
  const [act, setAct] = useState<'delete' | 'release'>('delete')
  const [reason, setReason] = useState('')
  const [, navigate] = useLocation()
  const facts = removalOrders[order]

  async function plan(): Promise<void> {
    const body: RemovalRequest = {
      select: { ids: chosen.seen.map(({ id }) => id) },
      order,
      act,
      prepare,
      ...(reason.trim() !== '' && { reason: reason.trim() }),
    }
    const isMade = await attempt(async () => {
      const made = await ask<RemovalPlan>(`${admin}/removal-plans`, { method: 'POST', body })
      await entitiesChanged()
      onClose()
      navigate(`/removals/${made.id}`)
    })
    if (!isMade) return
  }

  return (
    <Pane
      title={words.planTitle(chosen.count)}
      isDirty={reason !== ''}
      onClose={onClose}
      onSubmit={() => void plan()}
      footer={<PaneFooter act={words.plan} leave={common.cancel} onClose={onClose} />}
    >
      <p>{words.planText}</p>
      <Field label={words.order} hint={`${facts.source} [${facts.grade}]`}>
        <RadioGroup value={order} onChange={(_, { value }) => setOrder(value as RemovalOrder)}>
          {removalOrderNames.map((name) => (
            <Radio key={name} value={name} label={removalOrders[name].title} />
          ))}
        </RadioGroup>
      </Field>
      {facts.disagreement !== null && <p className="quiet">{facts.disagreement}</p>}
      <Field label={words.prepare}>
        <Select
          value={prepare}
          onChange={(_, { value }) => setPrepare(value as RemovalPreparation)}
        >
          <option value="none">{words.prepares.none}</option>
          <option value="retire">{words.prepares.retire}</option>
          <option value="wipe">{words.prepares.wipe}</option>
        </Select>
      </Field>
      <Field label={words.act}>
        <RadioGroup
          value={act}
          onChange={(_, { value }) => setAct(value === 'release' ? 'release' : 'delete')}
        >
          <Radio value="delete" label={words.acts.delete} />
          <Radio value="release" label={words.acts.release} />
        </RadioGroup>
      </Field>
      <Field label={words.reason}>
        <Input value={reason} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </Pane>
  )
}
