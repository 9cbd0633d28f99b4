/** Asks a customer for a relationship: a link comes of it. */

import { Checkbox, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { PartnerRequest } from 'taxiway-autopilot/admin'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { requestsPath } from '../../api/customers.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { customers, scopeWords } from '../../texts/partner-texts.ts'
import { ShownOnce } from '../access/shown-once.tsx'
import { ScopeBoxes } from '../partners/scopes.tsx'

const all = Object.keys(scopeWords)
const usual = all.filter((scope) => scope !== 'devices.remove.any')

export function AskPane({ onClose }: { onClose: () => void }): ReactNode {
  const [domain, setDomain] = useState('')
  const [scopes, setScopes] = useState<readonly string[]>(usual)
  const [delegatedAdmin, setDelegatedAdmin] = useState(false)
  const [message, setMessage] = useState('')
  const [made, setMade] = useState<PartnerRequest>()

  async function make(): Promise<void> {
    if (scopes.length === 0 || made !== undefined) return
    await attempt(async () => {
      const body = {
        scopes,
        delegatedAdmin,
        ...(domain.trim() !== '' && { customerDomain: domain.trim() }),
        ...(message.trim() !== '' && { message: message.trim() }),
      }
      setMade(await ask<PartnerRequest>(requestsPath, { method: 'POST', body }))
      await entitiesChanged()
    })
  }

  return (
    <Pane
      title={customers.ask}
      isDirty={made === undefined && (domain !== '' || message !== '')}
      onClose={onClose}
      onSubmit={() => void make()}
      footer={
        <PaneFooter
          act={made === undefined && customers.askNow}
          disabled={scopes.length === 0}
          onClose={onClose}
        />
      }
    >
      {made === undefined ? (
        <>
          <Field label={customers.domain} hint={customers.domainHint}>
            <Input value={domain} onChange={(_, { value }) => setDomain(value)} />
          </Field>
          <fieldset className="form plain-set">
            <legend>{customers.scopes}</legend>
            <ScopeBoxes of={all} chosen={scopes} onChange={setScopes} />
            <Checkbox
              label={customers.delegated}
              checked={delegatedAdmin}
              onChange={(_, { checked }) => setDelegatedAdmin(checked === true)}
            />
          </fieldset>
          <Field label={customers.message} hint={customers.messageHint}>
            <Textarea
              value={message}
              maxLength={1_000}
              onChange={(_, { value }) => setMessage(value)}
            />
          </Field>
        </>
      ) : (
        <ShownOnce title={customers.copyLink} text={customers.asked} secret={made.url} />
      )}
    </Pane>
  )
}
