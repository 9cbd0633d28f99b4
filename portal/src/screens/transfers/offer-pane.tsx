/** Offers registered devices, named by their exact serial numbers; the code is shown once. */
import { Checkbox, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { NewTransfer } from 'taxiway-autopilot/admin'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { idOfSerial } from '../../api/devices.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { transfers as words } from '../../texts/transfer-texts.ts'
import { ShownOnce } from '../access/shown-once.tsx'

export function OfferPane({ onClose }: { onClose: () => void }): ReactNode {
  const [serials, setSerials] = useState('')
  const [to, setTo] = useState('')
  const [message, setMessage] = useState('')
  const [anonymous, setAnonymous] = useState(false)
  const [made, setMade] = useState<NewTransfer>()
  const named = [...new Set(serials.split('\n').filter((line) => line.trim() !== ''))]

  async function offer(): Promise<void> {
    await attempt(async () => {
      const deviceIds: string[] = []
      for (const serial of named) deviceIds.push(await idOfSerial(serial))
      const body = {
        deviceIds,
        anonymous,
        ...(to.trim() !== '' && { to: { tenantDomain: to.trim() } }),
        ...(message.trim() !== '' && { message: message.trim() }),
      }
      setMade(await ask<NewTransfer>(`${admin}/transfers`, { method: 'POST', body }))
      await entitiesChanged()
    })
  }

  return (
    <Pane
      title={words.offer}
      isDirty={serials !== '' && made === undefined}
      onClose={onClose}
      onSubmit={() => void offer()}
      footer={
        <PaneFooter
          act={made === undefined && words.offer}
          disabled={named.length === 0}
          onClose={onClose}
        />
      }
    >
      {made === undefined ? (
        <>
          <Field label={words.serials} hint={words.serialsHint} required>
            <Textarea value={serials} rows={5} onChange={(_, { value }) => setSerials(value)} />
          </Field>
          <Field label={words.to} hint={words.toHint}>
            <Input value={to} onChange={(_, { value }) => setTo(value)} />
          </Field>
          <Field label={words.message}>
            <Input
              value={message}
              maxLength={1_000}
              onChange={(_, { value }) => setMessage(value)}
            />
          </Field>
          <Checkbox
            label={words.anonymous}
            checked={anonymous}
            onChange={(_, { checked }) => setAnonymous(checked === true)}
          />
        </>
      ) : (
        <ShownOnce title={words.codeTitle} text={words.codeText} secret={made.code} />
      )}
    </Pane>
  )
}
