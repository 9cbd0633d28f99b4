/** What technicians have handed in, as cards that fit a phone, and the codes with which they do. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { IntakeCodeView, IntakeView } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { type LongList, useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { Actor } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { ReadSoFar } from '../../look/read-so-far.tsx'
import { Some } from '../../look/some.tsx'
import { Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { intake as words } from '../../texts/intake-texts.ts'
import { IntakeCard } from './intake-card.tsx'
import { NewCodePane } from './new-code-pane.tsx'

export function IntakeScreen(): ReactNode {
  const may = useMay()
  const [making, setMaking] = useState<IntakeCodeView['kind']>()
  const enabled = may('devices.import')
  const query = useLongList<IntakeView>(`${admin}/intake?limit=500`, { by: 'after', enabled })
  if (!enabled) return <NoPermission />
  return (
    <Page title={words.title}>
      <p>{words.intro}</p>
      <div className="row wrap">
        <Button appearance="primary" onClick={() => setMaking('once')}>
          {words.newCode}
        </Button>
        <Button onClick={() => setMaking('key')}>{words.newKey}</Button>
      </div>
      <Loaded query={query}>{(all) => <Submissions read={all} rest={query.rest} />}</Loaded>
      <Codes />
      {making !== undefined && <NewCodePane kind={making} onClose={() => setMaking(undefined)} />}
    </Page>
  )
}

type SubmissionsProps = {
  readonly read: readonly IntakeView[]
  readonly rest: LongList<unknown>['rest']
}

function Submissions({ read, rest }: SubmissionsProps): ReactNode {
  // One that was decided while the list was read is in it twice; what it is now comes later.
  const all = [...new Map(read.map((each) => [each.id, each])).values()]
  const waiting = all.filter(({ state }) => state === 'pending')
  if (all.length === 0) return <Empty picture="plane" title={words.empty} text={words.emptyText} />
  return (
    <section className="stack">
      <h2>{waiting.length === 0 ? words.empty : words.waiting(waiting.length)}</h2>
      <Some of={all}>
        {(shown) => (
          <div className="cards">
            {shown.map((each) => (
              <IntakeCard key={each.id} of={each} />
            ))}
          </div>
        )}
      </Some>
      <ReadSoFar all={all.length} found={all.length} rest={rest} />
    </section>
  )
}

function Codes(): ReactNode {
  const path = `${admin}/intake-codes`
  const query = useLongList<IntakeCodeView>(`${path}?limit=500`, { by: 'after' })

  async function withdraw(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${id}`, { method: 'DELETE' })))) return
    notify({ text: words.withdrawn })
    await entitiesChanged()
  }

  return (
    <Loaded query={query}>
      {(codes) =>
        codes.length === 0 ? null : (
          <section className="stack">
            <h2>{words.codes}</h2>
            <Some of={codes}>
              {(shown) => (
                <ul className="plain stack">
                  {shown.map(({ id, label, state, createdBy, kind }) => (
                    <li key={id} className="row wrap">
                      <span className="grow">
                        <OutsideText
                          text={label || (kind === 'once' ? words.codeTitle : words.keyTitle)}
                        />{' '}
                        · {words.codeStates[state]} · <Actor name={createdBy} />
                      </span>
                      {(state === 'unused' || state === 'active') && (
                        <Button size="small" onClick={() => void withdraw(id)}>
                          {words.withdraw}
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </Some>
            <ReadSoFar all={codes.length} found={codes.length} rest={query.rest} />
          </section>
        )
      }
    </Loaded>
  )
}
