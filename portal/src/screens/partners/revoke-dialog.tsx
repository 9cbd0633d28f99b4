/** Ends a consent at once. */
import { Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Consent, ConsentRevoked } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { Confirm } from '../../look/confirm.tsx'
import { visible } from '../../look/outside-text.tsx'
import { partners } from '../../texts/partner-texts.ts'

export function RevokeDialog({ of, onClose }: { of: Consent; onClose: () => void }): ReactNode {
  const [reason, setReason] = useState('')

  async function revoke(): Promise<void> {
    await attempt(async () => {
      const body = { reason: reason.trim() || null }
      const path = `${admin}/consents/${of.id}/revoke`
      const { rowsStopped } = await ask<ConsentRevoked>(path, { method: 'POST', body })
      notify({ text: partners.revoked(rowsStopped) })
      await entitiesChanged()
    })
  }

  return (
    <Confirm
      title={partners.revokeTitle(visible(of.partner.displayName))}
      text={
        <div className="form">
          <p>{partners.revokeText}</p>
          <Field label={partners.reason} hint={partners.reasonHint}>
            <Input value={reason} maxLength={500} onChange={(_, { value }) => setReason(value)} />
          </Field>
        </div>
      }
      act={partners.revoke}
      onClose={onClose}
      onConfirm={() => void revoke()}
    />
  )
}
