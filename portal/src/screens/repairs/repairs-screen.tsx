/** Devices that are broken or away, by what has to happen next. */
import { Button, Checkbox } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { RepairCase, RepairState } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { repairs as words } from '../../texts/repair-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Findings } from './findings.tsx'
import { OpenPane } from './open-pane.tsx'

type Group = keyof typeof words.groups

const groups: readonly (readonly [Group, readonly RepairState[]])[] = [
  ['answer', ['open', 'diagnosed']],
  ['vendor', ['submitted', 'accepted', 'denied', 'void']],
  ['away', ['deviceParked', 'inRepair']],
  ['back', ['compared', 'blocked']],
  ['again', ['reregistered']],
  ['ended', ['closed', 'cancelled']],
]

const tones: Partial<Record<RepairState, Tone>> = {
  denied: 'warn',
  void: 'bad',
  blocked: 'bad',
  compared: 'busy',
  reregistered: 'good',
  closed: 'idle',
  cancelled: 'idle',
}

export function RepairsScreen(): ReactNode {
  const may = useMay()
  const [isOpening, setIsOpening] = useState(false)
  const [showsEnded, setShowsEnded] = useState(false)
  const path = `${admin}/repair-cases?limit=500${showsEnded ? '' : '&open=true'}`
  const query = useEntities<RepairCase>(path, may('repairs.read'))
  if (!may('repairs.read')) return <NoPermission />
  return (
    <Page title={words.title}>
      <div className="row wrap">
        {may('repairs.write') && (
          <Button appearance="primary" onClick={() => setIsOpening(true)}>
            {words.open}
          </Button>
        )}
        <Checkbox
          label={words.ended}
          checked={showsEnded}
          onChange={(_, { checked }) => setShowsEnded(checked === true)}
        />
      </div>
      <Findings />
      <Loaded query={query}>
        {(found) =>
          found.length === 0 ? (
            <Empty picture="tower" title={words.empty} text={words.emptyText} />
          ) : (
            <Board of={found} />
          )
        }
      </Loaded>
      {isOpening && <OpenPane onClose={() => setIsOpening(false)} />}
    </Page>
  )
}

/** A column for each place where devices are, as they move from one to the next. */
function Board({ of }: { of: readonly RepairCase[] }): ReactNode {
  const columns = groups.map(([group, states]) => ({
    group,
    shown: of
      .filter(({ state }) => states.includes(state))
      .toSorted((a, b) => (a.respondBy < b.respondBy ? -1 : 1)),
  }))
  return (
    <div className="board">
      {columns.map(({ group, shown }) =>
        shown.length === 0 ? null : (
          <section key={group} className="stack" aria-label={words.groups[group]}>
            <h2>{`${words.groups[group]} (${shown.length})`}</h2>
            {shown.map((each) => (
              <Card key={each.id} of={each} />
            ))}
          </section>
        ),
      )}
    </div>
  )
}

function Card({ of }: { of: RepairCase }): ReactNode {
  const isLate = of.isOverdue && of.respondedDateTime === null && of.closedDateTime === null
  return (
    <article className="card stack">
      <h3>
        <Link className="link" href={`/repairs/${of.id}`}>
          <OutsideText text={of.serialNumber} />
        </Link>
      </h3>
      <div>
        <OutsideText text={of.model} empty={texts.common.empty} />
      </div>
      <div className="row wrap">
        <Status tone={tones[of.state] ?? 'busy'}>{words.states[of.state]}</Status>
        {of.verdict !== null && <span>{words.verdicts[of.verdict.kind]}</span>}
        {isLate && <Status tone="bad">{words.overdue}</Status>}
      </div>
      <OutsideText text={of.problem.summary} />
      {of.respondedDateTime === null && of.closedDateTime === null && (
        <div className="quiet small">
          {words.answerBy} <Time at={of.respondBy} />
        </div>
      )}
    </article>
  )
}
