/** One partner's consent: what it may do, what it did, and how to make it smaller or end it. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Consent } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { partnerKinds, partners } from '../../texts/partner-texts.ts'
import { texts } from '../../texts/texts.ts'
import { NarrowPane } from './narrow-pane.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { ScopeList } from './scopes.tsx'

const tones: Readonly<Record<string, Tone>> = { granted: 'good', suspended: 'warn' }

export function ConsentCard({ of }: { of: Consent }): ReactNode {
  const may = useMay()
  const [open, setOpen] = useState<'narrow' | 'revoke'>()
  const close = () => setOpen(undefined)
  const { partner, state } = of
  const isOpen = state === 'granted' || state === 'suspended'
  return (
    <section className="card stack">
      <div className="row wrap">
        <h2 className="grow">
          <OutsideText text={partner.displayName} />
        </h2>
        <Status tone={tones[state] ?? 'idle'}>{partners.states[state] ?? state}</Status>
      </div>
      <p className="quiet">
        {partnerKinds[partner.kind] ?? partner.kind} ·{' '}
        {partner.verified ? partners.verified : partners.unverified}
      </p>
      <Pairs of={factsOf(of)} />
      <div className="row wrap">
        <Link className="link grow" href={`/partners/${partner.id}`}>
          {partners.added}
        </Link>
        {state === 'granted' && may('consents.revoke') && (
          <Button onClick={() => setOpen('narrow')}>{partners.narrow}</Button>
        )}
        {isOpen && may('consents.revoke') && (
          <Button onClick={() => setOpen('revoke')}>{partners.revoke}</Button>
        )}
      </div>
      {open === 'narrow' && <NarrowPane of={of} onClose={close} />}
      {open === 'revoke' && <RevokeDialog of={of} onClose={close} />}
    </section>
  )
}

function factsOf(of: Consent) {
  const removals = of.maxRemovalsPerDay
  return [
    [partners.may, <ScopeList key="may" scopes={of.scopes} />],
    [partners.delegated, of.delegatedAdmin ? texts.common.yes : texts.common.no],
    [partners.since, <Time key="since" at={of.grantedAt} asDay />],
    [partners.by, <OutsideText key="by" text={of.grantedBy} />],
    of.endedAt === null
      ? [partners.until, <Time key="until" at={of.validUntil} asDay />]
      : [partners.ended, <Time key="ended" at={of.endedAt} />],
    [partners.devices, partners.devicesOf(of.devices, of.maxDevices)],
    ...(of.scopes.some((scope) => scope.startsWith('devices.remove'))
      ? [[partners.removals, removals === null ? partners.unlimited : number(removals)] as const]
      : []),
    ...(of.reason === null
      ? []
      : [[partners.reason, <OutsideText key="r" text={of.reason} />] as const]),
  ] as const satisfies readonly (readonly [string, ReactNode])[]
}
