/** Makes a consent smaller. */
import { Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Consent } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin } from '../../api/ask.ts'
import { change, readVersioned } from '../../api/versions.ts'
import { visible } from '../../look/outside-text.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { consentPage, partners } from '../../texts/partner-texts.ts'
import { texts } from '../../texts/texts.ts'
import { ScopeBoxes, typedNumber } from './scopes.tsx'

const { common } = texts

export function NarrowPane({ of, onClose }: { of: Consent; onClose: () => void }): ReactNode {
  const [scopes, setScopes] = useState(of.scopes)
  const [days, setDays] = useState('')
  const [cap, setCap] = useState(textOf(of.maxDevices))
  const [removals, setRemovals] = useState(textOf(of.maxRemovalsPerDay))
  const [validForDays, maxDevices, maxRemovalsPerDay] = [days, cap, removals].map(typedNumber)
  const typed = [validForDays, maxDevices, maxRemovalsPerDay]
  const isRight = !typed.some(Number.isNaN) && scopes.length > 0
  const isDirty =
    days !== '' ||
    scopes.length < of.scopes.length ||
    cap !== textOf(of.maxDevices) ||
    removals !== textOf(of.maxRemovalsPerDay)

  async function save(): Promise<void> {
    if (!isRight || !isDirty) return
    const path = `${admin}/consents/${of.id}`
    const body = {
      scopes,
      ...(validForDays !== undefined && { validForDays }),
      ...(maxDevices !== undefined && { maxDevices }),
      ...(maxRemovalsPerDay !== undefined && { maxRemovalsPerDay }),
    }
    const isDone = await attempt(async () => {
      const { version } = await readVersioned<Consent>(path)
      await change(path, { method: 'PATCH', body, version })
    })
    if (!isDone) return
    notify({ text: partners.narrowed })
    onClose()
  }

  return (
    <Pane
      title={partners.narrowTitle(visible(of.partner.displayName))}
      isDirty={isDirty}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <PaneFooter
          act={partners.narrow}
          disabled={!isRight || !isDirty}
          leave={common.cancel}
          onClose={onClose}
        />
      }
    >
      <p className="quiet">{partners.narrowHint}</p>
      <ScopeBoxes of={of.scopes} chosen={scopes} onChange={setScopes} />
      <Field label={partners.endsIn} hint={partners.endsInHint}>
        <Input type="number" min={0} value={days} onChange={(_, { value }) => setDays(value)} />
      </Field>
      <Field label={consentPage.cap}>
        <Input type="number" min={0} value={cap} onChange={(_, { value }) => setCap(value)} />
      </Field>
      <Field label={consentPage.removals}>
        <Input
          type="number"
          min={0}
          value={removals}
          onChange={(_, { value }) => setRemovals(value)}
        />
      </Field>
    </Pane>
  )
}

function textOf(limit: number | null): string {
  return limit === null ? '' : String(limit)
}
