/** Partners of the organization: what waits for a decision, what each may do, and the way to end it. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Consent, CustomerRequest } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Some } from '../../look/some.tsx'
import { Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { partners } from '../../texts/partner-texts.ts'
import { ConsentCard } from './consent-card.tsx'
import { wordsOfScope } from './scopes.tsx'

export function PartnersScreen(): ReactNode {
  const may = useMay()
  const requests = useLongList<CustomerRequest>(`${admin}/relationship-requests?limit=500`, {
    by: 'after',
    enabled: may('partners.read'),
  })
  const consents = useEntities<Consent>(`${admin}/partners`, may('partners.read'))
  if (!may('partners.read')) return <NoPermission />
  return (
    <Page title={partners.title}>
      <Loaded query={requests}>
        {(waiting) => (waiting.length === 0 ? null : <Requests of={waiting} />)}
      </Loaded>
      <Loaded query={consents}>
        {(all) =>
          all.length === 0 ? (
            <Empty picture="plane" title={partners.empty} text={partners.emptyText} />
          ) : (
            <Some of={all}>
              {(shown) => (
                <div className="cards">
                  {shown.map((consent) => (
                    <ConsentCard key={consent.id} of={consent} />
                  ))}
                </div>
              )}
            </Some>
          )
        }
      </Loaded>
    </Page>
  )
}

function Requests({ of }: { of: readonly CustomerRequest[] }): ReactNode {
  const [, navigate] = useLocation()
  return (
    <section className="card stack">
      <h2>{partners.requests}</h2>
      <ul className="cards-list">
        {of.map(({ id, partner, scopes, message, expiresAt }) => (
          <li key={id} className="row wrap">
            <span className="grow">
              <strong>
                <OutsideText text={partner.displayName} />
              </strong>
              <br />
              {scopes.map(wordsOfScope).join(' · ')}
              {message !== null && (
                <>
                  <br />
                  <span className="quiet">
                    <OutsideText text={message} />
                  </span>
                </>
              )}
            </span>
            <span className="quiet">
              {partners.until} <Time at={expiresAt} asDay />
            </span>
            <Button
              appearance="primary"
              aria-label={`${partners.review}: ${visible(partner.displayName)}`}
              onClick={() => navigate(`/Adminportal/Home?requestId=${encodeURIComponent(id)}`)}
            >
              {partners.review}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
