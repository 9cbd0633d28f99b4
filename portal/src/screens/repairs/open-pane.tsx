/** Opens a case for one registered device, named by its exact serial number or come from its page. */
import { Checkbox, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { RepairCase } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { idOfSerial } from '../../api/devices.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { repairs as words } from '../../texts/repair-texts.ts'

export type OpenPaneProps = {
  readonly onClose: () => void
  /** Absent: the person names it. */
  readonly device?: { readonly id: string; readonly serialNumber: string }
}

export function OpenPane({ onClose, device }: OpenPaneProps): ReactNode {
  const [, navigate] = useLocation()
  const [serial, setSerial] = useState(device?.serialNumber ?? '')
  const [summary, setSummary] = useState('')
  const [contact, setContact] = useState('')
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [accidental, setAccidental] = useState(false)
  const isReady = [serial, summary, contact, zone].every((each) => each.trim() !== '')

  async function open(): Promise<void> {
    await attempt(async () => {
      const deviceId = device?.id ?? (await idOfSerial(serial))
      const body = {
        deviceId,
        problem: { summary: summary.trim(), accidental },
        contact: { name: contact.trim(), timeZone: zone.trim() },
      }
      const made = await ask<RepairCase>(`${admin}/repair-cases`, { method: 'POST', body })
      notify({ text: words.opened })
      await entitiesChanged()
      navigate(`/repairs/${made.id}`)
    })
  }

  return (
    <Pane
      title={words.open}
      isDirty={summary !== ''}
      onClose={onClose}
      onSubmit={() => void open()}
      footer={<PaneFooter act={words.open} disabled={!isReady} onClose={onClose} />}
    >
      <Field label={words.serial} hint={words.serialHint} required>
        <Input
          value={serial}
          disabled={device !== undefined}
          onChange={(_, { value }) => setSerial(value)}
        />
      </Field>
      <Field label={words.summary} required>
        <Textarea
          value={summary}
          rows={4}
          maxLength={1_000}
          onChange={(_, { value }) => setSummary(value)}
        />
      </Field>
      <Field label={words.contact} required>
        <Input value={contact} onChange={(_, { value }) => setContact(value)} />
      </Field>
      <Field label={words.zone} hint={words.zoneHint} required>
        <Input value={zone} onChange={(_, { value }) => setZone(value)} />
      </Field>
      <Checkbox
        label={words.accidental}
        checked={accidental}
        onChange={(_, { checked }) => setAccidental(checked === true)}
      />
    </Pane>
  )
}
