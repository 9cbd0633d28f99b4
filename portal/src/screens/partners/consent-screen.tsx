/** Where a partner's link leads: who asks, for what, and the decision of someone who may make it. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { CustomerRequest } from 'taxiway-autopilot/admin'
import { useLocation, useSearchParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { admin } from '../../api/ask.ts'
import { useEntity } from '../../api/entities.ts'
import { useMe } from '../../api/me.ts'
import { copyText } from '../../look/clipboard.ts'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Empty, Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { consentPage, partnerKinds, partners } from '../../texts/partner-texts.ts'
import { texts } from '../../texts/texts.ts'
import { ConsentForm } from './consent-form.tsx'
import { ScopeList } from './scopes.tsx'

export function ConsentScreen(): ReactNode {
  const [parameters] = useSearchParams()
  const requestId = parameters.get('requestId')
  const partnerId = parameters.get('partnerId')
  const path =
    requestId === null
      ? `${admin}/partner-links/${encodeURIComponent(partnerId ?? '')}`
      : `${admin}/relationship-requests/${encodeURIComponent(requestId)}`
  const isWhole = requestId !== null || partnerId !== null
  const query = useEntity<CustomerRequest>(path, isWhole)
  if (!isWhole)
    return <Empty picture="windsock" title={consentPage.noLink} text={consentPage.noLinkText} />
  return <Loaded query={query}>{(request) => <Request of={request} path={path} />}</Loaded>
}

function Request({ of, path }: { of: CustomerRequest; path: string }): ReactNode {
  const name = visible(of.partner.displayName)
  const organization = useMe().data?.tenant.displayName ?? ''
  return (
    <Page title={consentPage.title(name)}>
      <div className="narrow-column stack">
        <section className="card stack">
          <h2>{consentPage.who}</h2>
          <Pairs
            of={[
              [partners.title, <OutsideText key="n" text={of.partner.displayName} />],
              [consentPage.kind, partnerKinds[of.partner.kind] ?? of.partner.kind],
              ['', of.partner.verified ? partners.verified : partners.unverified],
              [consentPage.message, <OutsideText key="m" text={of.message} />],
              [consentPage.link, <Time key="t" at={of.expiresAt} asDay />],
            ]}
          />
          <p className="quiet">{consentPage.about(visible(organization))}</p>
        </section>
        <Decision of={of} path={path} />
      </div>
    </Page>
  )
}

function Decision({ of, path }: { of: CustomerRequest; path: string }): ReactNode {
  const [, navigate] = useLocation()
  if (of.state !== 'pending')
    return (
      <section className="card stack">
        <p role="status">{consentPage.decided[of.state]}</p>
        <Button onClick={() => navigate('/partners')}>{consentPage.toPartners}</Button>
      </section>
    )
  if (of.mayDecide) return <ConsentForm of={of} path={path} />
  return (
    <>
      <section className="card stack">
        <h2>{consentPage.what}</h2>
        <ScopeList scopes={of.scopes} />
        {of.delegatedAdmin && <p>{consentPage.delegated}</p>}
      </section>
      <section className="card stack" role="status">
        <h2>{consentPage.refused}</h2>
        <p>{consentPage.refusedText}</p>
        <Button
          onClick={() =>
            void copyText(location.href).then(() => notify({ text: texts.common.copied }))
          }
        >
          {consentPage.copyAddress}
        </Button>
        <h3>{consentPage.deciders}</h3>
        {of.deciders.length === 0 ? (
          <p>{consentPage.noDeciders}</p>
        ) : (
          <ul className="plain">
            {of.deciders.map((each) => (
              <li key={each}>
                <OutsideText text={each} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
