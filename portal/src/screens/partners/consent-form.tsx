/** The decision about a partner's request: all of it, less of it, or nothing. */
import { Button, Checkbox, Field, Input } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { ConsentAccepted, CustomerRequest } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { Confirm } from '../../look/confirm.tsx'
import { visible } from '../../look/outside-text.tsx'
import { dayOf } from '../../look/time.tsx'
import { consentPage } from '../../texts/partner-texts.ts'
import { texts } from '../../texts/texts.ts'
import { ScopeBoxes, typedNumber } from './scopes.tsx'

const day = 86_400_000

/** Removing what others added is never granted by a click that was not meant for it. */
const unticked = ['devices.remove.any']

export function ConsentForm({ of, path }: { of: CustomerRequest; path: string }): ReactNode {
  const [, navigate] = useLocation()
  const [scopes, setScopes] = useState<readonly string[]>(
    of.scopes.filter((scope) => !unticked.includes(scope)),
  )
  const [delegatedAdmin, setDelegatedAdmin] = useState(false)
  const [days, setDays] = useState('365')
  const [cap, setCap] = useState('')
  const [removals, setRemovals] = useState('')
  const [isRead, setIsRead] = useState(false)
  const [declines, setDeclines] = useState(false)
  const name = visible(of.partner.displayName)
  const validForDays = typedNumber(days) ?? Number.NaN
  const limits = [typedNumber(cap), typedNumber(removals)]
  const isRight =
    validForDays >= 1 && validForDays <= 365 && !limits.some(Number.isNaN) && scopes.length > 0
  const removes = scopes.some((scope) => scope.startsWith('devices.remove'))

  async function accept(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!isRight || !isRead) return
    const [maxDevices, maxRemovalsPerDay] = limits
    const body = {
      confirm: true,
      scopes,
      delegatedAdmin,
      validForDays,
      ...(maxDevices !== undefined && { maxDevices }),
      ...(removes && maxRemovalsPerDay !== undefined && { maxRemovalsPerDay }),
    }
    if (await attempt(() => ask<ConsentAccepted>(`${path}/accept`, { method: 'POST', body })))
      await leave(consentPage.accepted)
  }

  async function decline(): Promise<void> {
    if (await attempt(() => ask(`${path}/decline`, { method: 'POST', body: {} })))
      await leave(consentPage.declined)
  }

  async function leave(text: string): Promise<void> {
    notify({ text })
    await entitiesChanged()
    navigate('/partners')
  }

  return (
    <form className="stack" onSubmit={(event) => void accept(event)}>
      <fieldset className="card form plain-set">
        <legend>{consentPage.what}</legend>
        <ScopeBoxes of={of.scopes} chosen={scopes} onChange={setScopes} />
        {of.delegatedAdmin && (
          <Field hint={consentPage.delegatedHint}>
            <Checkbox
              label={consentPage.delegated}
              checked={delegatedAdmin}
              onChange={(_, { checked }) => setDelegatedAdmin(checked === true)}
            />
          </Field>
        )}
      </fieldset>
      <fieldset className="card form plain-set">
        <legend>{consentPage.limits}</legend>
        <Field label={consentPage.days} required hint={consentPage.daysHint(endOf(validForDays))}>
          <Input
            type="number"
            min={1}
            max={365}
            value={days}
            onChange={(_, { value }) => setDays(value)}
          />
        </Field>
        <Field label={consentPage.cap} hint={consentPage.capHint}>
          <Input type="number" min={0} value={cap} onChange={(_, { value }) => setCap(value)} />
        </Field>
        {removes && (
          <Field label={consentPage.removals} hint={consentPage.capHint}>
            <Input
              type="number"
              min={0}
              value={removals}
              onChange={(_, { value }) => setRemovals(value)}
            />
          </Field>
        )}
      </fieldset>
      <Checkbox
        label={consentPage.confirm}
        checked={isRead}
        onChange={(_, { checked }) => setIsRead(checked === true)}
      />
      <div className="row wrap">
        <Button type="submit" appearance="primary" disabled={!isRight || !isRead}>
          {consentPage.accept}
        </Button>
        {path.includes('/relationship-requests/') && (
          <Button onClick={() => setDeclines(true)}>{consentPage.decline}</Button>
        )}
      </div>
      {declines && (
        <Confirm
          title={consentPage.declineTitle(name)}
          text={consentPage.declineText}
          act={consentPage.decline}
          onClose={() => setDeclines(false)}
          onConfirm={() => void decline()}
        />
      )}
    </form>
  )
}

function endOf(days: number): string {
  const isRight = days >= 1 && days <= 365
  return isRight ? dayOf(new Date(Date.now() + days * day).toISOString()) : texts.common.empty
}
