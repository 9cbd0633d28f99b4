/** What the partner asked of customers, with the links to send. */

import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { PartnerRequest } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { requestsPath } from '../../api/customers.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { copyText } from '../../look/clipboard.ts'
import { ReadSoFar } from '../../look/read-so-far.tsx'
import { Some } from '../../look/some.tsx'
import { Loaded } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { customers } from '../../texts/partner-texts.ts'
import { texts } from '../../texts/texts.ts'
import { wordsOfScope } from '../partners/scopes.tsx'

const { common } = texts
const titles = customers.requestColumns
const tones: Readonly<Record<string, Tone>> = { pending: 'busy', granted: 'good', declined: 'bad' }

export function OwnRequests(): ReactNode {
  const query = useLongList<PartnerRequest>(`${requestsPath}?limit=500`, { by: 'after' })
  return (
    <Loaded query={query}>
      {(all) =>
        all.length === 0 ? null : (
          <section className="card stack">
            <h2>{customers.requests}</h2>
            <Some of={all}>
              {(shown) => (
                <div className="scroll">
                  <table className="table stacked">
                    <thead>
                      <tr>
                        <th scope="col">{titles.state}</th>
                        <th scope="col">{titles.may}</th>
                        <th scope="col">{titles.until}</th>
                        <th scope="col">
                          <span className="hidden-text">{common.more}</span>
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {shown.map((request) => (
                        <Row key={request.id} of={request} />
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </Some>
            <ReadSoFar all={all.length} found={all.length} rest={query.rest} />
          </section>
        )
      }
    </Loaded>
  )
}

function Row({ of }: { of: PartnerRequest }): ReactNode {
  const { id, state, scopes, expiresAt, url } = of

  async function withdraw(): Promise<void> {
    const path = `${requestsPath}/${id}/withdraw`
    if (!(await attempt(() => ask(path, { method: 'POST', body: {} })))) return
    notify({ text: customers.withdrawn })
    await entitiesChanged()
  }

  return (
    <tr>
      <td>
        <Status tone={tones[state] ?? 'idle'}>{customers.states[state] ?? state}</Status>
      </td>
      <td>{scopes.map(wordsOfScope).join(' · ')}</td>
      <td>
        <Time at={expiresAt} asDay />
      </td>
      <td>
        {state === 'pending' && (
          <div className="row wrap">
            <Button
              size="small"
              onClick={() => void copyText(url).then(() => notify({ text: common.copied }))}
            >
              {customers.copyLink}
            </Button>
            <Button size="small" onClick={() => void withdraw()}>
              {customers.withdraw}
            </Button>
          </div>
        )}
      </td>
    </tr>
  )
}
